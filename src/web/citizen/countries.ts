import type { Language } from '#definition';
import type { Option } from '#web/design/index.ts';

/** ISO 3166-1 alpha-2, as assigned. */
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK'.split(
    ' ',
  );

const localeOf = (language: Language): string => (language === 'de-x-leicht' ? 'de' : language);

const collators = new Map<Language, Intl.Collator>();

/** In the alphabetical order of a language: Ägypten before Albanien. */
export const sortByLabel = (options: readonly Option[], language: Language): readonly Option[] => {
  const collator = collators.get(language) ?? new Intl.Collator(localeOf(language));
  collators.set(language, collator);
  return options.toSorted((a, b) => collator.compare(a.label, b.label));
};

const lists = new Map<Language, readonly Option[]>();

/** All countries in the words and order of a language, made once. */
export const countryOptions = (language: Language): readonly Option[] => {
  const known = lists.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames(localeOf(language), { type: 'region' });
  const options = CODES.map((value) => ({ value, label: names.of(value) ?? value }));
  const sorted = sortByLabel(options, language);
  lists.set(language, sorted);
  return sorted;
};
