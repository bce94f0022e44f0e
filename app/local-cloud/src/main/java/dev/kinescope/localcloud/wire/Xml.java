package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/** Reads and writes any SDK model class as XML. */
final class Xml {
    private static final XMLInputFactory READERS = readers();
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newFactory();

    private Xml() {}

    /** Writes one document. */
    @FunctionalInterface
    interface Body {
        void write(XMLStreamWriter out) throws XMLStreamException;
    }

    /** A document as bytes; {@code namespace} may be empty. */
    static byte[] document(String root, String namespace, Body body) {
        var bytes = new ByteArrayOutputStream(512);
        try {
            XMLStreamWriter out = WRITERS.createXMLStreamWriter(bytes, "UTF-8");
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement(root);
            if (!namespace.isEmpty()) {
                out.writeDefaultNamespace(namespace);
            }
            body.write(out);
            out.writeEndElement();
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A response cannot be written as XML.", e);
        }
        return bytes.toByteArray();
    }

    static void element(XMLStreamWriter out, String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A reader would make a carriage return a new line, and takes other controls for errors
            // unless they are escaped (S3 escapes them, too).
            if (c < ' ' && c != '\t' && c != '\n') {
                out.writeCharacters(text.substring(from, i));
                out.writeEntityRef("#x" + Integer.toHexString(c).toUpperCase(Locale.ROOT));
                from = i + 1;
            }
        }
        out.writeCharacters(text.substring(from));
        out.writeEndElement();
    }

    /** Writes the body members of a model object, without an element around them. */
    static void writeMembers(XMLStreamWriter out, SdkPojo object) throws XMLStreamException {
        for (Shape.Member member : Shape.of(object).members()) {
            if (member.location() == MarshallLocation.PAYLOAD) {
                Object value = member.get(object);
                if (value != null) {
                    write(out, member.name(), member.type(), value);
                }
            }
        }
    }

    private static void write(XMLStreamWriter out, String name, Type type, Object value)
            throws XMLStreamException {
        switch (type) {
            case Type.Structure _ -> {
                out.writeStartElement(name);
                writeMembers(out, (SdkPojo) value);
                out.writeEndElement();
            }
            case Type.Elements list -> {
                if (!list.flat()) {
                    out.writeStartElement(name);
                }
                for (Object element : (List<?>) value) {
                    write(out, list.flat() ? name : list.elementName(), list.element(), element);
                }
                if (!list.flat()) {
                    out.writeEndElement();
                }
            }
            case Type.Entries map -> {
                if (!map.flat()) {
                    out.writeStartElement(name);
                }
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeStartElement(map.flat() ? name : "entry");
                    element(out, map.keyName(), (String) entry.getKey());
                    write(out, map.valueName(), map.value(), entry.getValue());
                    out.writeEndElement();
                }
                if (!map.flat()) {
                    out.writeEndElement();
                }
            }
            case Type.Scalar scalar ->
                    element(out, name, Scalars.format(scalar, Format.ISO_8601, value));
        }
    }

    /**
     * Fills a builder from a document, whatever its root is called; unknown elements are ignored.
     *
     * @throws RequestFault if it is not well-formed XML
     */
    static void read(byte[] document, SdkPojo builder) {
        if (document.length == 0) {
            return;
        }
        try {
            // Decoded here: the reader would tell standard error of bytes that are no UTF-8.
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(document))
                            .toString();
            XMLStreamReader in = READERS.createXMLStreamReader(new StringReader(text));
            in.nextTag();
            readMembers(in, builder);
            in.close();
            // The last of them is the reader's own, for words it has no message for.
        } catch (XMLStreamException | CharacterCodingException | MissingResourceException e) {
            throw new RequestFault(
                    400,
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our"
                            + " published schema");
        }
    }

    private static void readMembers(XMLStreamReader in, SdkPojo builder) throws XMLStreamException {
        Shape shape = Shape.of(builder);
        Map<String, List<Object>> flat = new LinkedHashMap<>();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            String name = in.getLocalName();
            Shape.Member member = shape.inBody(name);
            if (member == null) {
                skip(in);
            } else if (member.type() instanceof Type.Elements list && list.flat()) {
                flat.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(value(in, list.element(), name));
            } else {
                member.set(builder, value(in, member.type(), name));
            }
        }
        flat.forEach((name, values) -> {
            Shape.@Nullable Member member = shape.inBody(name);
            if (member != null) {
                member.set(builder, values);
            }
        });
    }

    private static Object value(XMLStreamReader in, Type type, String name)
            throws XMLStreamException {
        return switch (type) {
            case Type.Structure structure -> {
                SdkPojo builder = structure.builder().get();
                readMembers(in, builder);
                yield Shape.build(builder);
            }
            case Type.Elements list -> {
                var values = new ArrayList<Object>();
                while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    values.add(value(in, list.element(), name));
                }
                yield values;
            }
            case Type.Entries map -> {
                var values = new LinkedHashMap<String, Object>();
                while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    entry(in, map, name, values);
                }
                yield values;
            }
            case Type.Scalar scalar ->
                    Scalars.parse(scalar, Format.ISO_8601, in.getElementText(), name);
        };
    }

    private static void entry(
            XMLStreamReader in, Type.Entries map, String name, Map<String, Object> values)
            throws XMLStreamException {
        String key = "";
        Object value = "";
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (in.getLocalName().equals(map.keyName())) {
                key = in.getElementText();
            } else {
                value = value(in, map.value(), name);
            }
        }
        values.put(key, value);
    }

    private static void skip(XMLStreamReader in) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    /** No document type, no entity: XML that comes from outside reaches nothing else. */
    private static XMLInputFactory readers() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
