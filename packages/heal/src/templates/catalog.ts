// Every fix template, one line each. Order does not matter: priors do.
import { addAwait } from './catalog/add-await.ts';
import { addClause } from './catalog/add-clause.ts';
import { addCopy } from './catalog/add-copy.ts';
import { addFallback } from './catalog/add-fallback.ts';
import { addNullCheck } from './catalog/add-null-check.ts';
import { addRadix } from './catalog/add-radix.ts';
import { addSelf } from './catalog/add-self.ts';
import { assignForMutation } from './catalog/assign-for-mutation.ts';
import { changeArguments } from './catalog/change-arguments.ts';
import { changeBoolean } from './catalog/change-boolean.ts';
import { changeBranching } from './catalog/change-branching.ts';
import { changeDefault } from './catalog/change-default.ts';
import { changeException } from './catalog/change-exception.ts';
import { changeInteger } from './catalog/change-integer.ts';
import { changeList } from './catalog/change-list.ts';
import { changeLoopControl } from './catalog/change-loop-control.ts';
import { changeNull } from './catalog/change-null.ts';
import { changeRange } from './catalog/change-range.ts';
import { changeRegex } from './catalog/change-regex.ts';
import { changeReturn } from './catalog/change-return.ts';
import { changeSign } from './catalog/change-sign.ts';
import { changeSlice } from './catalog/change-slice.ts';
import { changeSort } from './catalog/change-sort.ts';
import { changeSpread } from './catalog/change-spread.ts';
import { changeString } from './catalog/change-string.ts';
import { changeTemplate } from './catalog/change-template.ts';
import { dedentStatement } from './catalog/dedent-statement.ts';
import { dropClause } from './catalog/drop-clause.ts';
import { dropDecorator } from './catalog/drop-decorator.ts';
import { extendArithmetic } from './catalog/extend-arithmetic.ts';
import { fillEmpty } from './catalog/fill-empty.ts';
import { insertAssignment } from './catalog/insert-assignment.ts';
import { insertGuard } from './catalog/insert-guard.ts';
import { insertStatement } from './catalog/insert-statement.ts';
import { insertUpdate } from './catalog/insert-update.ts';
import { moveBoundary } from './catalog/move-boundary.ts';
import { negateCondition } from './catalog/negate-condition.ts';
import { offByOne } from './catalog/off-by-one.ts';
import { optionalChaining } from './catalog/optional-chaining.ts';
import { removeStatement } from './catalog/remove-statement.ts';
import { replaceAttribute } from './catalog/replace-attribute.ts';
import { replaceCall } from './catalog/replace-call.ts';
import { replaceCondition } from './catalog/replace-condition.ts';
import { replaceExpression } from './catalog/replace-expression.ts';
import { replaceVariable } from './catalog/replace-variable.ts';
import { sortNumbers } from './catalog/sort-numbers.ts';
import { swapArguments } from './catalog/swap-arguments.ts';
import { swapArithmetic } from './catalog/swap-arithmetic.ts';
import { swapAugmented } from './catalog/swap-augmented.ts';
import { swapBranches } from './catalog/swap-branches.ts';
import { swapComparison } from './catalog/swap-comparison.ts';
import { swapElements } from './catalog/swap-elements.ts';
import { swapLogical } from './catalog/swap-logical.ts';
import { swapOperands } from './catalog/swap-operands.ts';
import { swapStatements } from './catalog/swap-statements.ts';
import { swapYield } from './catalog/swap-yield.ts';
import { takeSlice } from './catalog/take-slice.ts';
import { unwrapCall } from './catalog/unwrap-call.ts';
import { unwrapOperand } from './catalog/unwrap-operand.ts';
import { wrapExpression } from './catalog/wrap-expression.ts';
import { wrapExtreme } from './catalog/wrap-extreme.ts';
import type { Template } from './template.ts';

export const catalog: readonly Template[] = [
  addAwait,
  addClause,
  addCopy,
  addFallback,
  addNullCheck,
  addRadix,
  addSelf,
  assignForMutation,
  changeArguments,
  changeBoolean,
  changeBranching,
  changeDefault,
  changeException,
  changeInteger,
  changeList,
  changeLoopControl,
  changeNull,
  changeRange,
  changeRegex,
  changeReturn,
  changeSign,
  changeSlice,
  changeSort,
  changeSpread,
  changeString,
  changeTemplate,
  dedentStatement,
  dropClause,
  dropDecorator,
  extendArithmetic,
  fillEmpty,
  insertAssignment,
  insertGuard,
  insertStatement,
  insertUpdate,
  moveBoundary,
  negateCondition,
  offByOne,
  optionalChaining,
  removeStatement,
  replaceAttribute,
  replaceCall,
  replaceCondition,
  replaceExpression,
  replaceVariable,
  sortNumbers,
  swapArguments,
  swapArithmetic,
  swapAugmented,
  swapBranches,
  swapComparison,
  swapElements,
  swapLogical,
  swapOperands,
  swapStatements,
  swapYield,
  takeSlice,
  unwrapCall,
  unwrapOperand,
  wrapExpression,
  wrapExtreme,
];
