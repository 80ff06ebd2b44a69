import { environment } from '#config';
import { runRole } from '#src/roles/child.ts';

const [role = 'all'] = process.argv.slice(2);

// Ctrl-C reaches every process of the terminal at once; those that `npm start` started are told by it when to stop.
if (process.connected && role !== 'all') process.on('SIGINT', () => {});

/** Each role loads only what it needs: a process starts sooner, and the citizens' one never holds office code. */
switch (role) {
  case 'all': {
    const { startAll } = await import('#src/roles/start.ts');
    process.exit(await startAll(environment(), import.meta.filename));
    break;
  }
  case 'citizen': {
    await runRole('citizen', (await import('#src/roles/citizen.ts')).startCitizen);
    break;
  }
  case 'office': {
    await runRole('office', (await import('#src/roles/office.ts')).startOffice);
    break;
  }
  case 'worker': {
    await runRole('worker', (await import('#src/roles/worker.ts')).startWorker);
    break;
  }
  case 'dev': {
    await runRole('dev', (await import('#src/roles/dev.ts')).startDev);
    break;
  }
  default:
    throw new Error(`There is no role ${role}. Start without one for all, or with citizen, office, worker or dev.`);
}
