import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { requireText } from '../../com/arguments.js';

/** An element as it was read: attributes and text are decoded, a raw element's text is its inner XML. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const attributesKey = ':@';
const textKey = '#text';

/** What XML 1.0 allows nowhere: control characters but for tab and line breaks, and halves of characters. */
const forbidden = /(?![\t\n\r\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]|\p{Cs}/u;

/** What is between these is not read as markup. */
const opaque = /<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>/gs;

/** Without a document type there are five entities and the character references. The parser would let others pass. */
const unknownReference = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

/**
 * Reads a document with one root element.
 * @param raw the path of elements whose inner XML is to be kept as it is, such as `'Root.Child'`
 * @throws {TypeError} when it is no string; {RangeError} when it is not well-formed, has another root or a document type
 */
export function readXml(xml: unknown, name: string, root: string, raw: readonly string[] = []): XmlElement {
  const text = requireText(xml, name);
  const fail = (why: string): never => {
    throw new RangeError(`${name} ${why}`);
  };
  // Entities that a document declares itself are a way to make a reader swell; none of the documents here needs any.
  if (/<!DOCTYPE/i.test(text)) fail('must not have a document type');
  if (forbidden.test(text)) fail('has characters that XML does not allow');
  if (unknownReference.test(text.replaceAll(opaque, ''))) fail('has an entity that is not declared');
  const checked = XMLValidator.validate(text);
  if (checked !== true) fail(`is not well-formed: line ${checked.err.line}, ${checked.err.msg}`);
  const roots = parse(text, raw, fail).filter((element) => !element.name.startsWith('?'));
  const [element] = roots;
  if (element === undefined || roots.length > 1) return fail('must have one root element');
  if (element.name !== root) fail(`must have the root element ${root}, not ${element.name}`);
  return element;
}

function parse(text: string, raw: readonly string[], fail: (why: string) => never): XmlElement[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    trimValues: false,
    parseTagValue: false,
    parseAttributeValue: false,
    // What decodes numeric character references, too.
    htmlEntities: true,
    stopNodes: [...raw],
  });
  try {
    const nodes: unknown = parser.parse(text);
    return elementsOf(nodes);
  } catch (error) {
    return fail(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function elementsOf(nodes: unknown): XmlElement[] {
  return entriesOf(nodes)
    .filter(([name]) => name !== textKey)
    .map(([name, content, attributes]) => ({
      name,
      attributes: new Map(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
      children: elementsOf(content),
      text: entriesOf(content)
        .filter(([key]) => key === textKey)
        .map(([, value]) => String(value))
        .join(''),
    }));
}

/** The nodes of a list in the parser's ordered form: one key for the name, and one for the attributes. */
function entriesOf(nodes: unknown): [name: string, content: unknown, attributes: object][] {
  if (!Array.isArray(nodes)) return [];
  return nodes.filter(isObject).flatMap((node) =>
    Object.entries(node)
      .filter(([name]) => name !== attributesKey)
      .map(([name, content]): [string, unknown, object] => {
        const attributes: unknown = Reflect.get(node, attributesKey);
        return [name, content, isObject(attributes) ? attributes : {}];
      }),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
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
    throw new RangeError(`${name} has an unknown attribute ${attribute}`);
  }
  for (const child of children) {
    if (child.name !== childName) throw new RangeError(`${name} has an unknown element ${child.name}`);
  }
}

/** An attribute that must be there. @throws {RangeError} when it is not */
export function requireAttribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined) throw new RangeError(`${element.name} lacks the attribute ${name}`);
  return value;
}
