import { parseArgs } from 'node:util';
import { benchGrowth } from './growth.ts';
import { benchHaproxy } from './haproxy.ts';
import { benchJourney } from './journey.ts';
import { benchLimits } from './limits.ts';
import { benchOverload } from './overload.ts';
import { type Figures, printFigures } from './report.ts';
import { benchSubmit, type Effort } from './submit.ts';
import { benchWaiting } from './waiting.ts';
import { makeWorld, type World } from './world.ts';

const PARTS: Readonly<Record<string, (world: World, effort: Effort) => Promise<Figures>>> = {
  limits: benchLimits,
  submit: benchSubmit,
  aid: (world, effort) => benchSubmit(world, effort, world.service),
  journey: benchJourney,
  waiting: benchWaiting,
  overload: benchOverload,
  haproxy: benchHaproxy,
  growth: (world, effort) => benchGrowth(world, effort, sizes),
};
/** Run where no part is named; the others take long. */
const USUAL = ['limits', 'submit', 'journey', 'waiting'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '20,100,300' },
    stored: { type: 'string', default: '0,1000000,5000000' },
  },
});
const names = positionals.length > 0 ? positionals : USUAL;
/** How many submissions are stored when `growth` measures. */
const sizes = values.stored.split(',').map(Number);
const effort: Effort = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  connections: values.connections.split(',').map(Number),
};

/** Measures the parts one after another in one world. */
const runParts = async (): Promise<void> => {
  const world = await makeWorld();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void world.stop().finally(() => process.exit(1)));
  const all: Record<string, Figures> = {};
  try {
    for (const name of names) {
      const figures = await PARTS[name]?.(world, effort);
      if (!figures) continue;
      all[name] = figures;
      if (!values.json) console.log(`${printFigures(name, figures)}\n`);
    }
    if (values.json) console.log(JSON.stringify(all));
  } finally {
    await world.stop();
  }
};

const unknown = names.filter((name) => name !== 'rules' && !(name in PARTS));
if (unknown.length > 0) {
  console.log(`There is no part ${unknown.join(', ')}: rules, ${Object.keys(PARTS).join(', ')}.`);
  process.exitCode = 2;
} else if (names.includes('rules')) await import('./rules.ts');
else await runParts();
