const REQUIRED = 24;
const [major] = process.versions.node.split('.');

// Checked before anything else is imported: on an older Node the imports themselves fail, some without a word.
if (Number(major) >= REQUIRED) {
  const { start } = await import('./start.js');
  await start(process.argv.slice(2));
} else {
  process.stderr.write(
    `Waypost needs Node ${REQUIRED} or newer, and this is ${process.versions.node}: ` +
      'start it with "npm start" after "npm ci", which brings a Node of its own, or install a newer one.\n',
  );
  process.exitCode = 1;
}

export {};
