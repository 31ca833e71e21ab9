/** How card numbers begin and how long they are: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Mir, Maestro. */
const CARD =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:6\d|35|50|5[6-9])\d{14}|6\d{18})$/;

/** Whether digits are a card number: how they begin, how many they are, and their check digit (Luhn, ISO/IEC 7812-1). */
export function isCardNumber(digits: string): boolean {
  return CARD.test(digits) && luhnSum(digits) % 10 === 0;
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
