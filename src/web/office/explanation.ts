import { type Html, html } from '#lib/html.ts';

type Node = { readonly text: string; readonly below: Node[] };

const depthOf = (line: string): number => Math.floor((line.length - line.trimStart().length) / 2);

/** Lines as the rules explain themselves, two spaces for each level, as a tree. */
export const readOutline = (text: string): readonly Node[] => {
  const root: Node = { text: '', below: [] };
  const path = [root];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const depth = Math.min(depthOf(line), path.length - 1);
    const node: Node = { text: line.trim(), below: [] };
    path[depth]?.below.push(node);
    path.splice(depth + 1, path.length, node);
  }
  return root.below;
};

const QUESTION = /^(.{1,160}?[?:])(\s.*)?$/s;

const node = ({ text, below }: Node, isTop: boolean): Html => {
  const [, name = text, rest = ''] = QUESTION.exec(text) ?? [];
  const isDecision = isTop || below.length > 0;
  return html`<li>${isDecision ? html`<b>${name}</b>${rest}` : text.replace(/^[–-] /, '')}${below.length > 0 && list(below, false)}</li>`;
};

const list = (nodes: readonly Node[], isTop: boolean): Html => html`<ul>${nodes.map((one) => node(one, isTop))}</ul>`;

/** The explanation for the caseworker: each decision with what it rests on below it. */
export const explanationHtml = (text: string): Html =>
  html`<div class="ko-explanation">${list(readOutline(text), true)}</div>`;
