import type { Admission, IntakeObserver, Outcome } from '#intake';
import type { Metrics } from '#lib/metrics.ts';

/** Seconds; a commit on a fast disk takes 2 ms. */
const COMMIT_BOUNDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 20];
const BATCH_BOUNDS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

const OUTCOMES = {
  accepted: 'Submissions stored, each once.',
  repeated: 'Repetitions of a stored submission, answered with its receipt.',
  conflict: 'Submissions refused because their id was used for other content.',
  unavailable: 'Submissions not confirmed: the database was out of reach or refused.',
} as const satisfies Record<Outcome, string>;

/** Counts what intake does. To be given to it when it is opened. */
export const measureIntake = (metrics: Metrics): IntakeObserver => {
  const counter = (outcome: Outcome) => metrics.counter(`knopfdruck_submissions_${outcome}_total`, OUTCOMES[outcome]);
  const counters = {
    accepted: counter('accepted'),
    repeated: counter('repeated'),
    conflict: counter('conflict'),
    unavailable: counter('unavailable'),
  };
  const rows = metrics.histogram('knopfdruck_commit_batch_rows', 'Submissions in one commit.', BATCH_BOUNDS);
  const seconds = metrics.histogram('knopfdruck_commit_seconds', 'Time of a commit.', COMMIT_BOUNDS);
  return {
    committed: (count, ms) => {
      rows.observe(count);
      seconds.observe(ms / 1000);
    },
    answered: (_, outcome) => counters[outcome].add(),
  };
};

type Waiting = { waiting(): number; oldestWaiting(): number };

/** Tells who waits: submissions for a connection, newcomers in line; and what was turned away. */
export const measureWaiting = (metrics: Metrics, intake: Waiting, admission: Admission): void => {
  metrics.gauge('knopfdruck_intake_waiting', 'Submissions waiting for a connection.', () => intake.waiting());
  metrics.gauge(
    'knopfdruck_intake_oldest_waiting_seconds',
    'How long the first of them has waited.',
    () => Math.round(intake.oldestWaiting()) / 1000,
  );
  metrics.gauge(
    'knopfdruck_admission_pressure',
    '1: answers take as long as we mean them to at most.',
    () => admission.readings().pressure,
  );
  metrics.gauge('knopfdruck_admission_saturated', '1 while newcomers wait in line.', () =>
    Number(admission.readings().saturated),
  );
  metrics.gauge(
    'knopfdruck_admission_rate',
    'Journeys a second that this process lets in while saturated.',
    () => admission.readings().rate,
  );
  metrics.gauge(
    'knopfdruck_ladder_level',
    'What is left out under load: 1 papers follow, 2 short form, 3 confirmations by mail later, 4 kept on the device.',
    () => admission.readings().level,
  );
  metrics.gauge('knopfdruck_line_waiting', 'Newcomers in the line of a service.', () =>
    admission
      .readings()
      .programmes.map(({ authority, service, waiting }) => ({ labels: { authority, service }, value: waiting })),
  );
  metrics.total('knopfdruck_shed_total', 'Requests turned away under load, by what they were worth.', () =>
    Object.entries(admission.readings().shed).map(([value, count]) => ({ labels: { value }, value: count })),
  );
};
