/** Which weakness numbers name one defect: tools choose the general or the special one as they please. */

/**
 * Groups of CWE numbers that are parent and child or peers in the research view (CWE-1000), and that scanners use for
 * the same line of code.
 */
const families: readonly (readonly number[])[] = [
  [22, 23, 24, 36, 73],
  [77, 78, 88],
  [79, 80, 83, 87, 116],
  [89, 564, 943],
  [94, 95, 96, 913],
  [259, 321, 798],
  [295, 296, 297],
  [326, 327, 328, 916],
  [330, 331, 335, 338],
  [400, 770, 1333, 730],
  [915, 1321],
  [611, 776, 827],
];

const familyOf = new Map(families.flatMap((family, i) => family.map((number) => [number, -1 - i])));

/** Whether two lists of CWE numbers name one weakness; two empty ones do not. */
export function shareWeakness(some: readonly number[] = [], others: readonly number[] = []): boolean {
  const known = new Set(some.map((number) => familyOf.get(number) ?? number));
  return others.some((number) => known.has(familyOf.get(number) ?? number));
}
