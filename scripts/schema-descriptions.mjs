// The last step of the build: what the docstrings of the classes say of them, for the API's description. Nest's compiler
// plugin brings those of the members only.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOMS = ['dist/apps/api/src', 'dist/libs/messages/src'];
const FILE = 'dist/apps/api/src/schema-descriptions.json';

const descriptions = {};
for (const room of ROOMS) {
  for (const file of readdirSync(room, { recursive: true })) {
    if (file.endsWith('.dto.d.ts')) describeClasses(join(room, file));
  }
}
writeFileSync(FILE, JSON.stringify(descriptions));

function describeClasses(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  for (const node of source.statements.filter(ts.isClassDeclaration)) {
    const [docstring] = node.jsDoc ?? [];
    const text = ts.getTextOfJSDocComment(docstring?.comment);
    if (text) descriptions[node.name.text] = text;
  }
}
