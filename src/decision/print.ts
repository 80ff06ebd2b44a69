import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Letter } from './letter.ts';

/** Prints letters as tagged PDF/UA-1. Keep one for the life of the process: the first letter costs most. */
export type Printer = { print(letter: Letter, at: Temporal.Instant): Buffer };

const STYLES = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'];

const fontFolders = (): string[] => {
  const home = dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/fira-sans/package.json')));
  return STYLES.map((style) => join(home, style));
};

/** Letters the shipped font has for certain: Latin with every mark of DIN 91379, Greek, Cyrillic, punctuation. */
const PRINTABLE = [
  [0x20, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x3ff],
  [0x400, 0x45f],
  [0x1e00, 0x1eff],
  [0x200b, 0x200b],
  [0x2010, 0x2044],
  [0x20ac, 0x20ac],
] as const;

const isPrintable = (letter: string): boolean => {
  const code = letter.codePointAt(0) ?? 0;
  return PRINTABLE.some(([from, to]) => code >= from && code <= to);
};

/** PDF/UA forbids a glyph for "missing": what no font has becomes a question mark. The page keeps what was written. */
const withoutUnprintable = (json: string): string =>
  Array.from(json, (letter) => (isPrintable(letter) ? letter : '?')).join('');

/** A word longer than a line may be broken anywhere, rather than run off the paper. */
const breakLongWords = (json: string): string => json.replace(/[^\s"\\]{40}/g, '$&\u200b');

/** A norm is not torn apart at the end of a line: § 37 Absatz 5. */
const keepNorms = (json: string): string => json.replace(/(§§?|Art\.|Artikel|Absatz|Satz|Nummer) (?=\d)/g, '$1\u00a0');

/** Memory of the compiler: what the last few letters had in common is kept, the rest dropped. */
const KEEP = 5;

/** Starts the compiler. No file, package or address can be reached from a letter: it is data to one fixed template. */
export const makePrinter = (): Printer => {
  const compiler = NodeCompiler.create({
    workspace: import.meta.dirname,
    fontArgs: [{ fontPaths: fontFolders() }],
  });
  const template = readFileSync(join(import.meta.dirname, 'letter.typ'), 'utf8');
  const render = (json: string, at: Temporal.Instant): Buffer =>
    compiler.pdf(
      { mainFileContent: template, inputs: { letter: json } },
      { pdfStandard: 'ua-1', creationTimestamp: Math.floor(at.epochMilliseconds / 1000) },
    );
  return {
    print: (letter, at) => {
      const json = keepNorms(breakLongWords(JSON.stringify(letter)));
      try {
        return render(json, at);
      } catch (error) {
        if (!(error instanceof Error && error.message.includes('could not be displayed'))) throw error;
        return render(withoutUnprintable(json), at);
      } finally {
        compiler.evictCache(KEEP);
      }
    },
  };
};
