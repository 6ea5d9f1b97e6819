import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { installTool } from './tools.mjs';

/** The iterator types that had one type argument up to TypeScript 5.5. */
const iteratorTypes = new Set(['AsyncIterableIterator', 'AsyncIterable', 'IterableIterator', 'Iterable']);

/**
 * Reads the declarations of a package and lists problems for its users, one line with the location for each: `unexported`, types of public
 * signatures that no entry exports; `exactOptional`, optional properties that do not accept `undefined`; `iterators`, iterator types with
 * more type arguments than TypeScript 5.4 supports; `internal`, declarations marked as internal.
 *
 * @param {string} folder of the declarations
 * @param {string[]} entries files in it
 * @returns {Promise<{ files: number, unexported: string[], exactOptional: string[], iterators: string[], internal: string[] }>}
 */
export async function readDeclarations(folder, entries) {
  // The package's own compiler does not have this API.
  const ts = createRequire(import.meta.url)(await installTool('typescript', '5.9.3'));
  const options = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: [],
  };
  const program = ts.createProgram(
    entries.map((name) => join(folder, name)),
    options,
  );
  const checker = program.getTypeChecker();
  const isOurs = (node) => resolve(node.getSourceFile().fileName).startsWith(resolve(folder));
  const files = program.getSourceFiles().filter(isOurs);
  const found = { files: files.length, unexported: [], exactOptional: [], iterators: [], internal: [] };

  const original = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const exported = new Set();
  for (const file of files.filter((one) => entries.includes(relative(folder, one.fileName)))) {
    for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(file))) exported.add(original(symbol));
  }

  const place = (node, what) => {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${relative(folder, file.fileName)}:${line + 1} ${what}`;
  };

  const visitName = (name) => {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol === undefined) return;
    const target = original(symbol);
    const isType = target.declarations?.some((one) => isOurs(one) && !ts.isTypeParameterDeclaration(one));
    // A constant whose type is read (`typeof words`) does not need a name for users.
    const isValue = target.flags & ts.SymbolFlags.Variable;
    if (isType && !isValue && !exported.has(target)) found.unexported.push(place(name, name.getText()));
  };

  const visit = (node) => {
    if (ts.isTypeReferenceNode(node)) visitName(node.typeName);
    if (ts.isExpressionWithTypeArguments(node)) visitName(node.expression);
    if (ts.isTypeReferenceNode(node) && iteratorTypes.has(node.typeName.getText()) && node.typeArguments?.length > 1) {
      found.iterators.push(place(node, node.getText()));
    }
    // Interfaces of COM objects, implemented as classes, have each method or do not have it.
    const isComObject = node.parent?.name?.text?.endsWith('Object');
    if (ts.isMethodSignature(node) && node.questionToken !== undefined && !isComObject) {
      found.exactOptional.push(place(node, node.name.getText()));
    }
    if (ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Partial') {
      found.exactOptional.push(place(node, node.getText()));
    }
    const isProperty = ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
    if (isProperty && node.questionToken !== undefined && node.type !== undefined) {
      const parts = ts.isUnionTypeNode(node.type) ? node.type.types : [node.type];
      if (!parts.some((part) => part.kind === ts.SyntaxKind.UndefinedKeyword)) {
        found.exactOptional.push(place(node, node.name.getText()));
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const symbol of exported)
    for (const declaration of symbol.declarations ?? []) if (isOurs(declaration)) visit(declaration);
  for (const file of files) {
    if (/@internal\b/.test(file.text)) found.internal.push(relative(folder, file.fileName));
  }
  for (const list of [found.unexported, found.exactOptional, found.iterators]) list.sort();
  return found;
}
