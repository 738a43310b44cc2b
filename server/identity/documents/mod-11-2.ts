// ISO 7064 MOD 11-2, the check character of GB 11643-1999 (resident ID and residence permits) and of the foreign PR card since 2023-12-01.

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'

/** The check character (0–9 or X) of 17 digits: Σ digit × weight, mod 11, looked up in 10X98765432. */
export function checkCharacter(digits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return checkCharacters.charAt(sum % 11)
}

/** Whether a number of 17 digits and a check character is consistent. */
export function hasValidCheckCharacter(number: string): boolean {
  return /^[0-9]{17}[0-9X]$/.test(number) && checkCharacter(number) === number.charAt(17)
}
