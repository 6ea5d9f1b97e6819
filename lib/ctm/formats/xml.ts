import { requireText, shown, wrongValue } from '../../com/arguments.js';
import { createXmlParser } from '../../com/deferred-packages.cjs';

/** An element. Attributes and text are decoded; the text of a raw element is its inner XML. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** An element whose end tag has not been read. */
interface OpenElement {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  /** The names of the elements from the root to this one, separated by dots. */
  readonly path: string;
  /** Offset of the inner XML; null for an element that is not raw. */
  readonly rawFrom: number | null;
  text: string;
}

/** An unpaired surrogate, which the parser accepts as a character. */
const unpairedSurrogate = /\p{Cs}/u;

/** The maximum depth of a document. The schemas have only a few levels. */
const maximumDepth = 1000;

/**
 * Reads a document of XML 1.0 with one root element. A document type is rejected: entity declarations can expand to texts of any size, and none
 * of the schemas needs them.
 * @param raw paths of elements whose inner XML is returned unparsed, such as `'Root.Child'`
 * @throws {TypeError} when it is not a string; {RangeError} when it is not well-formed, has another root or a document type
 */
export function readXml(xml: unknown, name: string, root: string, raw: readonly string[] = []): XmlElement {
  const text = requireText(xml, name);
  const fail = (why: string): never => {
    throw wrongValue(`${name} ${why}`);
  };
  if (unpairedSurrogate.test(text)) fail('has an unpaired surrogate');
  const roots = parse(text, raw, fail);
  const [element] = roots;
  if (element === undefined || roots.length > 1) return fail('must have one root element');
  if (element.name !== root) fail(`must have the root element ${root}, not ${shown(element.name)}`);
  return element;
}

function parse(text: string, raw: readonly string[], fail: (why: string) => never): XmlElement[] {
  // XML 1.1 allows more characters than 1.0.
  const parser = createXmlParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true });
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
    if (open.length === maximumDepth) fail('is nested too deeply');
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

/** Returns the text between the start tag and the end tag of an element. */
function rawContent(text: string, from: number, end: number, isSelfClosing: boolean): string {
  return isSelfClosing ? '' : text.slice(from, text.lastIndexOf('</', end - 1));
}

/** Returns an attribute value in double quotes, with escaped characters. */
export function quoteAttribute(value: string | number): string {
  const escaped = String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
  return `"${escaped}"`;
}

/** Attributes that refer to the schema of a document. They are allowed on all elements. */
const schemaAttribute = /^(?:xmlns|xsi):/;

/** Checks that an element has only known attributes and child elements, and no text. @throws {RangeError} for anything else */
export function requireSchema(
  { name, attributes, children, text }: XmlElement,
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
  if (/[^ \t\r\n]/.test(text)) throw wrongValue(`${name} must not have text: ${shown(text.trim())}`);
}

/** Returns the value of a required attribute. @throws {RangeError} when the attribute is missing */
export function requireAttribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined) throw wrongValue(`${element.name} must have the attribute ${name}`);
  return value;
}
