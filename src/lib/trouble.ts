/** A failure that is expected now and then and of which the message says all: where in the program it arose helps nobody. */
export class Trouble extends Error {}
