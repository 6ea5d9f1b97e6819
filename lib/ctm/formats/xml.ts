import { SaxesParser } from 'saxes';
import { requireText, shown, wrongValue } from '../../com/arguments.js';

/** An element as it was read: attributes and text are decoded, a raw element's text is its inner XML. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** An element whose end has not been read. */
interface OpenElement {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  /** The names from the root on. */
  readonly path: string;
  /** Where its content begins; null for an element that is not raw. */
  readonly rawFrom: number | null;
  text: string;
}

/** Half of a character, which the parser takes for a whole one. */
const halfCharacter = /\p{Cs}/u;

/** Deeper documents are refused: none of the schemas here needs more than a few levels. */
const deepest = 1000;

/**
 * Reads a document of XML 1.0 with one root element. A document type is refused: entities that a document declares itself are a way to make
 * a reader swell, and none of the documents here needs any.
 * @param raw the path of elements whose inner XML is to be kept as it is, such as `'Root.Child'`
 * @throws {TypeError} when it is not a string; {RangeError} when it is not well-formed, has another root or a document type
 */
export function readXml(xml: unknown, name: string, root: string, raw: readonly string[] = []): XmlElement {
  const text = requireText(xml, name);
  const fail = (why: string): never => {
    throw wrongValue(`${name} ${why}`);
  };
  if (halfCharacter.test(text)) fail('has an unpaired surrogate');
  const roots = parse(text, raw, fail);
  const [element] = roots;
  if (element === undefined || roots.length > 1) return fail('must have one root element');
  if (element.name !== root) fail(`must have the root element ${root}, not ${shown(element.name)}`);
  return element;
}

function parse(text: string, raw: readonly string[], fail: (why: string) => never): XmlElement[] {
  // Version 1.1 allows characters that 1.0 does not, and is not used in practice.
  const parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const roots: XmlElement[] = [];
  const open: OpenElement[] = [];
  parser.on('error', (error) => fail(`is not well-formed: ${error.message}`));
  parser.on('doctype', () => fail('must not have a document type'));
  const addText = (part: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', (tag) => {
    if (open.length === deepest) fail('is nested too deeply');
    const parent = open.at(-1);
    const path = parent === undefined ? tag.name : `${parent.path}.${tag.name}`;
    const attributes = new Map(Object.entries(tag.attributes));
    const rawFrom = raw.includes(path) ? parser.position : null;
    open.push({ name: tag.name, attributes, children: [], path, rawFrom, text: '' });
  });
  parser.on('closetag', (tag) => {
    const element = open.pop();
    if (element === undefined) return;
    const { name, attributes, children, rawFrom } = element;
    const siblings = open.at(-1)?.children ?? roots;
    const content = rawFrom === null ? element.text : rawContent(text, rawFrom, parser.position, tag.isSelfClosing);
    siblings.push({ name, attributes, children: rawFrom === null ? children : [], text: content });
  });
  parser.write(text).close();
  return roots;
}

/** What stands between the tags of an element, which begins and ends there. */
function rawContent(text: string, from: number, end: number, isSelfClosing: boolean): string {
  return isSelfClosing ? '' : text.slice(from, text.lastIndexOf('</', end - 1));
}

/** Text as the value of an attribute in double quotes. */
export function quoteAttribute(value: string | number): string {
  const escaped = String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
  return `"${escaped}"`;
}

/** Attributes that any document may have: they are about its schema. */
const schemaAttribute = /^(?:xmlns|xsi):/;

/** Refuses attributes and elements that the schema does not have. @throws {RangeError} */
export function requireSchema(
  { name, attributes, children }: XmlElement,
  attributeNames: readonly string[],
  childName: string | null,
): void {
  for (const attribute of attributes.keys()) {
    if (attributeNames.includes(attribute) || schemaAttribute.test(attribute)) continue;
    throw wrongValue(`${name} has an unknown attribute ${shown(attribute)}`);
  }
  for (const child of children) {
    if (child.name !== childName) throw wrongValue(`${name} has an unknown element ${shown(child.name)}`);
  }
}

/** An attribute that must be there. @throws {RangeError} when it is not */
export function requireAttribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined) throw wrongValue(`${element.name} lacks the attribute ${name}`);
  return value;
}
