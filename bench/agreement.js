// How far an order of candidates agrees with the one that was written down before.

/** Numbers by id as tiers, highest first; equal numbers share a tier. */
export function tiersBy(numbers) {
  const values = [...new Set(Object.values(numbers))].sort((a, b) => b - a);
  return values.map((value) => Object.keys(numbers).filter((id) => numbers[id] === value));
}

/**
 * Pairs right and all pairs, whether the first is right, and Kendall's tau-b (1945). A pair expected equal is right when
 * tied, a pair expected apart only when it is strictly so; the first is right when none of the expected best's
 * inferiors stands there. Tau-b is 0 where one of the two orders has a single tier.
 */
export function agreement(expected, got) {
  const ids = expected.flat();
  const place = (tiers, id) => {
    const index = tiers.findIndex((tier) => tier.includes(id));
    return index === -1 ? tiers.length : index;
  };
  let right = 0;
  let concordance = 0;
  let apartExpected = 0;
  let apartGot = 0;
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b]));
  for (const [a, b] of pairs) {
    const wanted = Math.sign(place(expected, a) - place(expected, b));
    const seen = Math.sign(place(got, a) - place(got, b));
    if (wanted === seen) right++;
    concordance += wanted * seen;
    apartExpected += Math.abs(wanted);
    apartGot += Math.abs(seen);
  }
  const scale = Math.sqrt(apartExpected * apartGot);
  const isFirstRight = got.length > 0 && got[0].every((id) => expected[0].includes(id));
  return { right, pairs: pairs.length, isFirstRight, tau: scale === 0 ? 0 : concordance / scale };
}

/** The sums over groups; tau is the mean. */
export function together(agreements) {
  const sum = (pick) => agreements.reduce((total, each) => total + pick(each), 0);
  const pairs = sum((each) => each.pairs);
  return {
    groups: agreements.length,
    accuracy: pairs === 0 ? 0 : sum((each) => each.right) / pairs,
    first: agreements.length === 0 ? 0 : sum((each) => Number(each.isFirstRight)) / agreements.length,
    tau: agreements.length === 0 ? 0 : sum((each) => each.tau) / agreements.length,
  };
}

/** Wilson's 95 % interval (1927) of a share, both ends from 0 to 1. */
export function wilson(right, all) {
  if (all === 0) return [0, 1];
  const z = 1.96;
  const share = right / all;
  const centre = share + z ** 2 / (2 * all);
  const reach = z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  return [centre - reach, centre + reach].map((end) => end / (1 + z ** 2 / all));
}
