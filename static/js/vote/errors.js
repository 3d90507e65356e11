/** What can go wrong below the page, as a short reason for which the page has a translated sentence. */

/**
 * The vote cannot go on; nothing that is secret is ever in the error.
 *
 * Reasons: `code_length`, `code_letter`, `code_mistyped` (the code that was typed); `bytes` (something is not of the
 * form that the protocol demands); `style_key` (the issuing key is unusable); `credential` (the issuer's answer is not
 * a signature for this voter); `seal_key`; `too_long` (the ballot does not fit); `not_a_ballot`; `counter` (none is
 * left, or it goes back); `counter_taken` (another device of the voter is casting too); `void` (the vote was given up);
 * `receipt`, `note`, `proof` (the box's answer does not verify); `not_kept` (the browser refuses to keep anything);
 * `other_seed` (another secret is kept already); `step` (this may not follow what is kept).
 */
export class VoteError extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.name = "VoteError";
    this.reason = reason;
  }
}

/**
 * Stop with a reason unless something holds.
 * @param {boolean} holds
 * @param {string} reason
 */
export function must(holds, reason) {
  if (!holds) throw new VoteError(reason);
}
