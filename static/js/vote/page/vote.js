/** The vote that a page is about: what the server says of it, what this browser keeps of it, and its terms. */

import { toHex, utf8 } from "../bytes.js";
import { alone } from "../cast.js";
import { termsOf, Voter } from "../client.js";
import { codeOf } from "../code.js";
import { sha256 } from "../digest.js";
import { must } from "../errors.js";
import { Kept, stores } from "../state.js";
import { Box, issue } from "./doors.js";

/** Says, until the tab is closed, that others use this computer. */
const SHARED = "concejo/shared";

export class Vote {
  #manifest = null;

  /** Whether somebody came with the code of a ballot that was cast elsewhere. */
  isAgain = false;

  /** @param {DOMStringMap} place what stands in the page: election, box, manifest, owner, style, door, issue */
  constructor(place) {
    this.place = place;
    this.box = new Box(place.box);
    this.kept = this.#keeper();
  }

  #keeper() {
    const { election, owner } = this.place;
    return new Kept(election, { ...stores(), owner, isShared: this.isShared });
  }

  /** Whether nothing may stay here once the tab is closed. */
  get isShared() {
    return stores().session.getItem(SHARED) !== null;
  }

  /** Say whether others use this computer; only before a credential was asked for. @param {boolean} isShared */
  share(isShared) {
    const { choice, seed } = this.kept;
    this.kept.forget();
    const { session } = stores();
    if (isShared) session.setItem(SHARED, "1");
    else session.removeItem(SHARED);
    this.kept = this.#keeper();
    if (seed) this.kept.adopt(seed);
    if (choice) this.kept.choice = choice;
  }

  /** Let go of a seed with which no credential can be had any more; what was filled in stays. */
  forgetUnused() {
    const { choice, stage } = this.kept;
    if (stage !== "seed") return;
    this.kept.forget();
    if (choice) this.kept.choice = choice;
  }

  /** Whether somebody has voted as this voter, here or elsewhere. */
  get isMarked() {
    return this.place.door !== "";
  }

  /** Whether nobody gets a credential any more. */
  get isOver() {
    return "over" in this.place;
  }

  /** The manifest from the box, if it is the one whose fingerprint stands in the page. */
  async manifest() {
    if (!this.#manifest) {
      const text = await this.box.manifest();
      must(toHex(await sha256(utf8(text))) === this.place.manifest, "manifest");
      this.#manifest = JSON.parse(text);
    }
    return this.#manifest;
  }

  async terms() {
    return termsOf(await this.manifest(), Number(this.place.style));
  }

  /** The code, made and kept now if there is none yet. */
  async code() {
    return codeOf(await alone(this.kept, () => this.kept.begin()));
  }

  /** @param {Uint8Array} seed */
  async voter(seed) {
    return Voter.of(seed, await this.terms());
  }

  /** @param {Uint8Array} request */
  issue(request) {
    const token = document.querySelector("input[name=csrf]").value;
    return issue(this.place.issue, token, request);
  }
}
