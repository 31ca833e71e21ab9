/** How card numbers begin and how long they are: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const CARD =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:6\d|35|50|5[6-9])\d{14}|6\d{18})$/;

const LENGTHS = [13, 14, 15, 16, 19];

/** Which digits of a run belong to a card number: how it begins, how long it is, and its check digit (Luhn, ISO/IEC 7812-1). */
export function cardDigits(digits: string): readonly boolean[] {
  const isCard = Array.from(digits, () => false);
  for (let from = 0; from < digits.length; from += 1) {
    for (const length of LENGTHS) {
      const part = digits.slice(from, from + length);
      if (CARD.test(part) && luhnSum(part) % 10 === 0) isCard.fill(true, from, from + length);
    }
  }
  return isCard;
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let fromEnd = 1; fromEnd <= digits.length; fromEnd += 1) {
    const digit = Number(digits[digits.length - fromEnd]);
    const weighed = fromEnd % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum;
}
