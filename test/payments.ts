import type { Actor } from '#authority';
import { handleCaseOpened, handleDecisionMade, makePrinter } from '#decision';
import { orderPayments } from '#payout';
import { drain, type Handler } from '#queue';
import { aidAnswers, type Fixture, makeFixture, type Ref } from './fixture.ts';

/** A world in which grants become payment orders, with the two people who pay them out. */
export type Payments = Fixture & {
  /** The handlers from a case's opening to its payment order. */
  readonly handlers: readonly Handler[];
  readonly payer: Actor;
  readonly approver: Actor;
  /** Hands in applications that are granted at once, and orders their payment. Amounts in whole euros. */
  grant(...amounts: readonly number[]): Promise<Ref[]>;
};

/** Makes the world. Call it at the top of a test file, with top-level await. */
export const makePayments = async (): Promise<Payments> => {
  const fixture = await makeFixture();
  const handlers = [
    handleCaseOpened(fixture),
    handleDecisionMade({ ...fixture, printer: makePrinter() }),
    orderPayments(fixture),
  ];
  return {
    ...fixture,
    handlers,
    payer: await fixture.person('Petra Zahlstelle', ['payments']),
    approver: await fixture.person('Anton Freigabe', ['approver']),
    grant: async (...amounts) => {
      const refs: Ref[] = [];
      for (const amount of amounts) {
        const { authority, caseId } = await fixture.open(aidAnswers({ kosten: `${amount}.00`, einnahmen: '0.00' }));
        refs.push({ authority, caseId });
      }
      await drain(fixture.db, handlers);
      return refs;
    },
  };
};
