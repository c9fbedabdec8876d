package dev.millrace.sync.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableSelect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Puts {@code has(a.b) &&} before each comparison that reads {@code a.b}. A comparison with an absent field is an error, and the runtime takes longer
 * to describe it than to evaluate the rest of the condition. Where only "holds" counts, both are the same: that is so for all operands of
 * {@code &&} and {@code ||} from the root on. Everything below another operator stays as it is.
 */
final class PresenceGuards {
    private static final String AND = "_&&_";
    private static final Set<String> LOGICAL = Set.of(AND, "_||_");
    private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in");

    /** A guard repeats the path before its field, so all guards of a path grow with its square. */
    private static final int MAX_FIELDS = 16;

    /** The parser counts its nodes from one, and an expression is shorter than this. */
    private static final long FIRST_ID = 1L << 32;

    private final CelMutableAst tree;
    private long lastId = FIRST_ID;

    private PresenceGuards(CelMutableAst tree) {
        this.tree = tree;
    }

    /** Returns the tree with its guards, to be type-checked again. */
    static CelAbstractSyntaxTree in(CelAbstractSyntaxTree tree) {
        PresenceGuards guards = new PresenceGuards(CelMutableAst.fromCelAst(tree));
        guards.guard(guards.tree.expr());
        return guards.tree.toParsedAst();
    }

    private void guard(CelMutableExpr expression) {
        if (expression.getKind() != Kind.CALL) {
            return;
        }
        CelMutableCall call = expression.call();
        if (LOGICAL.contains(call.function())) {
            call.args().forEach(this::guard);
        } else if (COMPARISONS.contains(call.function())) {
            List<CelMutableExpr> all = new ArrayList<>();
            call.args().forEach(operand -> addPresent(operand, all));
            if (!all.isEmpty()) {
                all.add(CelMutableExpr.ofCall(++lastId, call));
                expression.setCall(joined(all).call());
            }
        }
    }

    /** Adds {@code has(…)} for each field on the way to the one that is read, the outermost first. */
    private void addPresent(CelMutableExpr operand, List<CelMutableExpr> all) {
        if (operand.getKind() == Kind.SELECT && !operand.select().testOnly() && isPath(operand, MAX_FIELDS)) {
            addPresent(operand.select().operand(), all);
            all.add(CelMutableExpr.ofSelect(
                    ++lastId,
                    CelMutableSelect.create(
                            copy(operand.select().operand()), operand.select().field(), true)));
        }
    }

    private static boolean isPath(CelMutableExpr expression, int mostFields) {
        return switch (expression.getKind()) {
            case IDENT -> true;
            case SELECT ->
                mostFields > 0
                        && !expression.select().testOnly()
                        && isPath(expression.select().operand(), mostFields - 1);
            default -> false;
        };
    }

    private CelMutableExpr copy(CelMutableExpr path) {
        return path.getKind() == Kind.IDENT
                ? CelMutableExpr.ofIdent(++lastId, path.ident().name())
                : CelMutableExpr.ofSelect(
                        ++lastId,
                        CelMutableSelect.create(
                                copy(path.select().operand()), path.select().field()));
    }

    private CelMutableExpr joined(List<CelMutableExpr> operands) {
        CelMutableExpr all = operands.getFirst();
        for (CelMutableExpr next : operands.subList(1, operands.size())) {
            all = CelMutableExpr.ofCall(++lastId, CelMutableCall.create(AND, all, next));
        }
        return all;
    }
}
