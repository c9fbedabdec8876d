package dev.millrace.updater.deliver.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.qute.TemplateException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Templates of users: useful ones are rendered, and none takes more than a bounded time and memory. */
class MessageTemplatesTest {
    private static final Map<String, Object> DATA = Map.of(
            "group",
            "production",
            "environment",
            "",
            "changes",
            Collections.nCopies(300, Map.of("path", "a.yaml", "from", "x".repeat(10_000), "to", "2")),
            "images",
            List.of(Map.of("name", "web", "tag", "2")));

    static final List<Arguments> REFUSED = List.of(
            Arguments.of("{#for i in 2000000000}x{/for}", "a loop needs a list"),
            Arguments.of("{#for i in 2000000000l}x{/for}", "a loop needs a list"),
            Arguments.of("{#each 2000000000}x{/each}", "a loop needs a list"),
            Arguments.of("{#let n=2000000000}{#for i in n}x{/for}{/let}", "a loop needs a list"),
            Arguments.of("{#for i in changes.size}x{/for}", "a loop needs a list"),
            Arguments.of("{#for i in changes.size.plus(2000000000)}x{/for}", "a loop needs a list"),
            Arguments.of(
                    "{#for a in changes}{#for b in changes}{#for c in changes}x{/for}{/for}{/for}", "too many steps"),
            Arguments.of(
                    "{#for a in changes}{#for b in changes}{#for c in changes}{#if true}{/if}{/for}{/for}{/for}",
                    "too many steps"),
            Arguments.of("{#for a in changes}{a.from}{/for}", "more than 65536 characters"),
            Arguments.of("x".repeat(4_001), "more than 4000 characters"),
            Arguments.of("{#include other}{/include}", "include"),
            Arguments.of("{#eval '{group}' /}", "eval"),
            Arguments.of("{#fragment id=a}{#include $a /}{/fragment}", "fragment"),
            Arguments.of("{#insert a}{/insert}", "insert"),
            Arguments.of("{#cached}x{/cached}", "cached"),
            Arguments.of("{group.getClass}", "getClass"),
            Arguments.of("{unknown}", "unknown"),
            Arguments.of("{#if group}", "if"));

    private final MessageTemplates templates = new MessageTemplates();

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("REFUSED")
    void aTemplateWithoutBoundsIsRefused(String template, String reason) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> templates.render(template, DATA))
                .withMessageContaining(reason);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Deploy {changes.size} changes | Deploy 300 changes",
                "{#for i in images}{i.name}:{i.tag}{#if i_hasNext}, {/if}{/for} | web:2",
                "{#each images}{it.name}{/each} | web",
                "{#if environment}in {environment}{#else}everywhere{/if} | everywhere",
                "{#let name=group}{name}{/let} | production",
                "{#when group}{#is 'production'}live{#else}other{/when} | live",
                "{#for i in images}{#else}none{/for} | ''"
            })
    void anOrdinaryTemplateIsRendered(String template, String text) {
        assertThat(templates.render(template, DATA)).isEqualTo(text);
    }

    @Test
    void sectionsWithinEachOtherEnd() {
        String template = "{#if true}".repeat(200) + "x" + "{/if}".repeat(200);

        assertThat(templates.render(template, DATA)).isEqualTo("x");
    }

    @Test
    void aLongExpressionEnds() {
        String template = "{group" + ".or(group)".repeat(350) + "}";

        assertThat(templates.render(template, DATA)).isEqualTo("production");
    }
}
