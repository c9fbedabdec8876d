package dev.millrace.builder.junit;

import java.io.ByteArrayInputStream;
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
    private TestCounts counts = TestCounts.NONE;

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
     * Counts the test cases.
     *
     * @throws XMLStreamException if it is not XML, has a document type or is nested too deeply
     */
    static TestCounts counts(byte[] content) throws XMLStreamException {
        XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(content));
        JUnitReport report = new JUnitReport();
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> report.start(xml.getLocalName());
                    case XMLStreamConstants.END_ELEMENT -> report.end(xml.getLocalName());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("document types and entities are not allowed");
                    default -> {}
                }
            }
        } finally {
            xml.close();
        }
        return report.counts;
    }

    private void start(String name) throws XMLStreamException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new XMLStreamException("nested deeper than " + MAX_DEPTH + " levels");
        }
        if (depth == 1 && !name.equals("testsuites") && !name.equals("testsuite")) {
            throw new XMLStreamException("the root element is " + name + ", not testsuites or testsuite");
        }
        if (name.equals("testcase")) {
            inCase = true;
            failed = false;
            skipped = false;
        } else if (inCase) {
            failed |= name.equals("failure") || name.equals("error");
            skipped |= name.equals("skipped");
        }
    }

    private void end(String name) {
        depth--;
        if (name.equals("testcase")) {
            inCase = false;
            counts = counts.plus(new TestCounts(1, failed ? 1 : 0, skipped && !failed ? 1 : 0));
        }
    }
}
