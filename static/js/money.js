/** Money as the server writes it: 140.000 €, cents only where there are any. */

const language = document.documentElement.lang;

/** @param {number} amount in minor units @param {string} currency of ISO 4217 */
export function money(amount, currency) {
  const format = (digits) =>
    new Intl.NumberFormat(language === "en" ? "en-GB" : "es-ES", {
      style: "currency", currency, useGrouping: "always", minimumFractionDigits: digits, maximumFractionDigits: digits,
    });
  const exponent = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const isWhole = amount % 10 ** exponent === 0;
  return format(isWhole ? 0 : exponent).format(amount / 10 ** exponent);
}
