package dev.millrace.builder.junit;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One report in the XML format of JUnit, as many test tools write it. Its test cases are counted; numbers in its attributes are ignored. */
final class JUnitReport {
    private static final int MAX_DEPTH = 50;
    private static final XMLInputFactory FACTORY = factory();

    private int depth;
    private boolean inCase;
    private boolean failed;
    private boolean skipped;
    private String name = "";
    private TestCounts counts = TestCounts.NONE;
    private final List<String> failing = new ArrayList<>();

    private JUnitReport() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("external entities are not allowed");
        });
        return factory;
    }

    /**
     * Counts the test cases, and names the first failing ones.
     *
     * @throws XMLStreamException if it is not XML, has a document type or is nested too deeply
     */
    static JUnitOutcome.Counted read(byte[] content) throws XMLStreamException {
        XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(content));
        JUnitReport report = new JUnitReport();
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> report.start(xml);
                    case XMLStreamConstants.END_ELEMENT -> report.end(xml.getLocalName());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("document types and entities are not allowed");
                    default -> {}
                }
            }
        } finally {
            xml.close();
        }
        return new JUnitOutcome.Counted(report.counts, report.failing);
    }

    private void start(XMLStreamReader xml) throws XMLStreamException {
        String element = xml.getLocalName();
        depth++;
        if (depth > MAX_DEPTH) {
            throw new XMLStreamException("nested deeper than " + MAX_DEPTH + " levels");
        }
        if (depth == 1 && !element.equals("testsuites") && !element.equals("testsuite")) {
            throw new XMLStreamException("the root element is " + element + ", not testsuites or testsuite");
        }
        if (element.equals("testcase")) {
            inCase = true;
            failed = false;
            skipped = false;
            name = JUnitOutcome.caseName(xml.getAttributeValue(null, "classname"), xml.getAttributeValue(null, "name"));
        } else if (inCase) {
            failed |= element.equals("failure") || element.equals("error");
            skipped |= element.equals("skipped");
        }
    }

    private void end(String element) {
        depth--;
        if (element.equals("testcase")) {
            if (failed && failing.size() < JUnitOutcome.MAX_NAMES) {
                failing.add(name);
            }
            inCase = false;
            counts = counts.plus(new TestCounts(1, failed ? 1 : 0, skipped && !failed ? 1 : 0));
        }
    }
}
