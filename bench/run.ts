import { benchProvider } from './provider.js';
import { format, missed, publish, type Report } from './report.js';

const BENCHES: Readonly<Record<string, () => Promise<Report>>> = { provider: benchProvider };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exit(2);
}

for (const name of asked.length > 0 ? asked : Object.keys(BENCHES)) {
  const report = await BENCHES[name]?.();
  if (!report) continue;
  console.log(`## ${report.title}\n\n${format(report)}\n`);
  publish(name, report);
  for (const { name: ratio, value, bound } of missed(report)) {
    console.error(`${ratio} is ${value.toFixed(2)}, not at ${bound?.at} ${bound?.is}.`);
    process.exitCode = 1;
  }
}
