package dev.millrace.git.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Generated ranges and versions: the laws of ranges. */
class AnyRangeTest {
    private static final String PIECES =
            "1;2;0;10;.;x;*;X;v;-; - ;+;rc;beta.2; ;,;, ;||; || ;>;<;=;!;>=;<=;=>;=<;~>;^;!=;~;1.2;1.2.3;|;V;_";

    @Property
    void listsAreIntersectionsAndAlternativesAreUnions(
            @ForAll("comparisons") String one,
            @ForAll("comparisons") String other,
            @ForAll("versions") Version version) {
        boolean first = accepts(one, version);
        boolean second = accepts(other, version);

        if (!version.isPreRelease()) {
            assertThat(accepts(one + " " + other, version)).isEqualTo(first && second);
            assertThat(accepts(one + "," + other, version)).isEqualTo(first && second);
        }
        assertThat(accepts(one + "||" + other, version)).isEqualTo(first || second);
    }

    @Property
    void aReleaseIsOnExactlyOneSideOfABound(@ForAll("releases") Version bound, @ForAll("releases") Version version) {
        int order = version.compareTo(bound);

        assertThat(accepts("<" + bound, version)).isEqualTo(order < 0);
        assertThat(accepts(">=" + bound, version)).isEqualTo(order >= 0);
        assertThat(accepts(">" + bound, version)).isEqualTo(order > 0);
        assertThat(accepts("<=" + bound, version)).isEqualTo(order <= 0);
        assertThat(accepts("=" + bound, version)).isEqualTo(order == 0);
        assertThat(accepts("!=" + bound, version)).isEqualTo(order != 0);
    }

    @Property
    void aCaretKeepsTheFirstNumberThatIsNotZero(
            @ForAll("releases") Version bound, @ForAll("releases") Version version) {
        String next = bound.major().signum() > 0
                ? bound.major().add(BigInteger.ONE) + ".0.0"
                : bound.minor().signum() > 0
                        ? "0." + bound.minor().add(BigInteger.ONE) + ".0"
                        : "0.0." + bound.patch().add(BigInteger.ONE);

        assertThat(accepts("^" + bound, version)).isEqualTo(accepts(">=" + bound + " <" + next, version));
    }

    @Property
    void aSpanIncludesBothOfItsEnds(
            @ForAll("releases") Version low, @ForAll("releases") Version high, @ForAll("versions") Version version) {
        assertThat(accepts(low + " - " + high, version)).isEqualTo(accepts(">=" + low + ", <=" + high, version));
    }

    @Property
    void noPreReleaseIsInARangeThatNamesNone(@ForAll("comparisons") String range, @ForAll("versions") Version version) {
        boolean named = range.contains("-");

        assertThat(version.isPreRelease() && !named && accepts(range, version)).isFalse();
    }

    @Property(tries = 3000)
    void anyTextIsARangeOrRefusedWithTheTextInTheReason(@ForAll("texts") String text) {
        Throwable thrown = catchThrowable(() -> VersionRange.of(text));

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
        }
    }

    private static boolean accepts(String range, Version version) {
        return VersionRange.of(range).accepts(version);
    }

    @Provide
    Arbitrary<Version> releases() {
        Arbitrary<Integer> number = Arbitraries.of(0, 0, 1, 2, 3, 10);
        return Combinators.combine(number, number, number)
                .as((major, minor, patch) ->
                        Version.parse(major + "." + minor + "." + patch).orElseThrow());
    }

    @Provide
    Arbitrary<Version> versions() {
        return Combinators.combine(releases(), Arbitraries.of("", "", "-0", "-alpha", "-rc.1", "-rc.1+b"))
                .as((version, suffix) -> Version.parse(version + suffix).orElseThrow());
    }

    @Provide
    Arbitrary<String> comparisons() {
        Arbitrary<String> operators =
                Arbitraries.of("", "=", "!=", ">", "<", ">=", "=>", "<=", "=<", "~", "~>", "^", ">= ", "~ ");
        Arbitrary<String> bounds = Arbitraries.of(
                "*",
                "0",
                "0.0",
                "0.x",
                "1",
                "1.2",
                "1.x",
                "2.0.0",
                "v1.2.3",
                "0.0.3",
                "1.2.3-rc.1",
                "1-0",
                "1.2.x-alpha");
        return Combinators.combine(operators, bounds).as((operator, bound) -> operator + bound);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES.split(";", -1)).list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    }
}
