import { classIndex, positiveFinite } from "../arguments.js";
import type { Attribute } from "./model.js";

/** More classes than this cannot be told apart, or touched, on a phone. */
const MOST_CLASSES = 10;

/** Reads the attributes of one element; what makes no sense throws an error that says where. */
export class Attributes {
  constructor(
    private readonly where: string,
    private readonly attribute: Attribute,
  ) {}

  /** One finite number; `otherwise` where it is not given. */
  number(name: string, otherwise: number): number {
    const text = this.attribute(name);
    return text === null ? otherwise : this.finite(name, text);
  }

  /** A number within bounds. */
  within(name: string, otherwise: number, [low, high]: readonly [number, number]): number {
    const value = this.number(name, otherwise);
    if (value < low || value > high)
      throw new RangeError(`${this.where}: ${name} = ${value} is outside [${low}, ${high}]`);
    return value;
  }

  positive(name: string, otherwise: number): number {
    return positiveFinite(this.where, name, this.number(name, otherwise));
  }

  /** Finite numbers separated by commas, two or more of them. */
  logits(name: string, otherwise: readonly number[]): number[] {
    const text = this.attribute(name);
    if (text === null) return [...otherwise];
    const parts = text.split(",");
    if (parts.length < 2 || parts.length > MOST_CLASSES)
      throw new RangeError(
        `${this.where}: ${name}="${text}" must hold 2 to ${MOST_CLASSES} numbers separated by commas`,
      );
    return parts.map((part, i) => this.finite(`${name}[${i}]`, part));
  }

  /** Names of the classes, one a logit. */
  labels(count: number): string[] {
    const text = this.attribute("labels");
    if (text === null) return Array.from({ length: count }, (_, i) => `class ${i + 1}`);
    const labels = text.split(",").map((label) => label.trim());
    if (labels.length !== count)
      throw new RangeError(
        `${this.where}: labels has ${labels.length} entries and z has ${count}; they must be equal`,
      );
    const empty = labels.indexOf("");
    if (empty >= 0) throw new RangeError(`${this.where}: labels[${empty}] is empty`);
    return labels;
  }

  /** A class index. */
  classIndex(name: string, otherwise: number, classCount: number): number {
    return classIndex(this.where, name, this.number(name, otherwise), classCount);
  }

  /** Two indices, the first from 0 to most[0], the second from 0 to most[1]. */
  pair(
    name: string,
    otherwise: readonly [number, number],
    most: readonly [number, number],
  ): readonly [number, number] {
    const text = this.attribute(name);
    if (text === null) return otherwise;
    const parts = text.split(",");
    if (parts.length !== 2)
      throw new RangeError(`${this.where}: ${name}="${text}" must hold 2 indices`);
    const [first, second] = parts.map((part, k) => {
      const index = `${name}[${k}]`;
      return classIndex(this.where, index, this.finite(index, part), most[k] + 1);
    });
    return [first, second];
  }

  /** One of some words. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const text = this.attribute(name) ?? words[0];
    const word = words.find((known) => known === text);
    if (word === undefined)
      throw new RangeError(`${this.where}: ${name}="${text}" must be one of ${words.join(", ")}`);
    return word;
  }

  private finite(name: string, text: string): number {
    const value = text.trim() === "" ? Number.NaN : Number(text.replace("\u2212", "-"));
    if (!Number.isFinite(value))
      throw new RangeError(`${this.where}: ${name} must be a finite number, got "${text.trim()}"`);
    return value;
  }
}
