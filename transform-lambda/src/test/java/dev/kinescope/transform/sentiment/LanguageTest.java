package dev.kinescope.transform.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource({
        "en,en,true",
        "EN-gb,en,true",
        "pt_BR,pt,true",
        " de ,de,true",
        "zh,zh,true",
        "zh-CN,zh,true",
        "zh-Hans-TW,zh,true",
        "zh-TW,zh-TW,true",
        "zh-Hant,zh-TW,true",
        "iw,he,false",
        "in,id,false",
        "und,und,false",
        "qme,und,false",
        "QST,und,false",
        "qam-x-link,und,false",
        "'',und,false",
        "' ',und,false",
        "-,und,false",
        "que,que,false",
        "qaa1,qaa1,false",
        "x,x,false"
    })
    void aTagIsReadAsTheServicesCode(String tag, String code, boolean supported) {
        var language = Language.of(tag);

        assertThat(language.code()).isEqualTo(code);
        assertThat(language.isSupported()).isEqualTo(supported);
    }
}
