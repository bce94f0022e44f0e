package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

class ResponseInterpreterTest {

    /**
     * Every case answers the records a and b; what is said of b never changes what becomes of a.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
"""
delivered                   | {'records':[{'recordId':'a','result':'Ok','data':'eA=='},{'recordId':'b','result':'Ok','data':'eQ=='}]}    | Ok x | Ok y
empty data is data          | {'records':[{'recordId':'a','result':'Ok','data':''},{'recordId':'b','result':'Ok','data':'eQ=='}]}        | Ok   | Ok y
dropped                     | {'records':[{'recordId':'a','result':'Dropped'},{'recordId':'b','result':'Dropped','data':'eQ=='}]}        | Dropped | Dropped
processing failed           | {'records':[{'recordId':'a','result':'ProcessingFailed','data':'eA=='},{'recordId':'b','result':'Ok','data':'eQ=='}]} | Lambda.ProcessingFailedStatus | Ok y
an id is missing            | {'records':[{'recordId':'b','result':'Ok','data':'eQ=='}]}                                                | Lambda.MissingRecordId | Ok y
an id comes twice           | {'records':[{'recordId':'a','result':'Ok','data':'eA=='},{'recordId':'a','result':'Ok','data':'eA=='},{'recordId':'b','result':'Ok','data':'eQ=='}]} | Lambda.DuplicatedRecordId | Ok y
an id comes thrice          | {'records':[{'recordId':'a','result':'Ok','data':'eA=='},{'recordId':'a','result':'Dropped'},{'recordId':'a','result':'Dropped'},{'recordId':'b','result':'Dropped'}]} | Lambda.DuplicatedRecordId | Dropped
an unknown id is ignored    | {'records':[{'recordId':'zz','result':'Ok','data':'eA=='},{'recordId':'a','result':'Dropped'},{'recordId':'b','result':'Dropped'}]} | Dropped | Dropped
another order               | {'records':[{'recordId':'b','result':'Ok','data':'eQ=='},{'recordId':'a','result':'Ok','data':'eA=='}]}    | Ok x | Ok y
Ok with null data           | {'records':[{'recordId':'a','result':'Ok','data':null},{'recordId':'b','result':'Ok','data':'eQ=='}]}      | Lambda.InvalidReturnFormat | Ok y
Ok without data             | {'records':[{'recordId':'a','result':'Ok'},{'recordId':'b','result':'Ok','data':'eQ=='}]}                 | Lambda.InvalidReturnFormat | Ok y
data is not base64          | {'records':[{'recordId':'a','result':'Ok','data':'%%%'},{'recordId':'b','result':'Ok','data':'eQ=='}]}     | Lambda.InvalidReturnFormat | Ok y
data is an object           | {'records':[{'recordId':'a','result':'Ok','data':{}},{'recordId':'b','result':'Ok','data':'eQ=='}]}        | Lambda.InvalidReturnFormat | Ok y
an unknown result           | {'records':[{'recordId':'a','result':'ok','data':'eA=='},{'recordId':'b','result':'Ok','data':'eQ=='}]}    | Lambda.InvalidReturnFormat | Ok y
no result                   | {'records':[{'recordId':'a','data':'eA=='},{'recordId':'b','result':'Ok','data':'eQ=='}]}                 | Lambda.InvalidReturnFormat | Ok y
a number for an id          | {'records':[{'recordId':7,'result':'Ok','data':'eA=='},{'recordId':'b','result':'Ok','data':'eQ=='}]}      | Lambda.MissingRecordId | Ok y
entries of another kind     | {'records':[1,null,[],'x',{'recordId':'b','result':'Ok','data':'eQ=='}]}                                  | Lambda.MissingRecordId | Ok y
members in another order    | {'x':[{}],'records':[{'data':'eA==','x':{'result':'Dropped'},'result':'Ok','recordId':'a'},{'metadata':[{}],'recordId':'b','data':'eQ==','result':'Ok'}],'y':1} | Ok x | Ok y
broken behind a record      | {'records':[{'recordId':'a','result':'Ok','data':'eA=='},{'recordId':                                     | Lambda.JsonProcessingException | Lambda.JsonProcessingException
no entries                  | {'records':[]}                                                                                             | Lambda.MissingRecordId | Lambda.MissingRecordId
records is not a list       | {'records':{}}                                                                                             | Lambda.MissingRecordId | Lambda.MissingRecordId
no records                  | {}                                                                                                         | Lambda.MissingRecordId | Lambda.MissingRecordId
null                        | null                                                                                                       | Lambda.MissingRecordId | Lambda.MissingRecordId
a list                      | []                                                                                                         | Lambda.MissingRecordId | Lambda.MissingRecordId
nothing at all              | ``                                                                                                         | Lambda.MissingRecordId | Lambda.MissingRecordId
not JSON                    | {'records':[                                                                                               | Lambda.JsonProcessingException | Lambda.JsonProcessingException
""")
    void everyRecordGetsOneVerdict(String name, String answer, String ofA, String ofB) {
        byte[] payload = answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThat(ResponseInterpreter.verdicts(records("a", "b"), payload))
                .extracting(ResponseInterpreterTest::words)
                .containsExactly(ofA, ofB);
    }

    @Test
    void theMessagesAreThoseOfAws() {
        assertThat(ResponseInterpreter.MISSING.message())
                .isEqualTo(
                        "One or more record Ids were not returned. Ensure that the Lambda function"
                                + " returns all received record Ids.");
        assertThat(ResponseInterpreter.DUPLICATED.message())
                .isEqualTo(
                        "Multiple records were returned with the same record Id. Ensure that the"
                                + " Lambda function returns a unique record Id for each record.");
    }

    private static List<SourceRecord> records(String... ids) {
        return Stream.of(ids)
                .map(id -> new SourceRecord(id, new byte[0], Instant.EPOCH, null))
                .toList();
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Ok(byte[] data, var _) ->
                    ("Ok " + new String(data, StandardCharsets.UTF_8)).strip();
            case Verdict.Dropped() -> "Dropped";
            case Verdict.Failed(String code, String message) -> code;
        };
    }
}
