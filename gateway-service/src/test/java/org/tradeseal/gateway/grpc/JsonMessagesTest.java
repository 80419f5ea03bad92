package org.tradeseal.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tradeseal.proto.asset.v1.AssetClass;
import org.tradeseal.proto.asset.v1.DataIpDetails;
import org.tradeseal.proto.asset.v1.Details;
import org.tradeseal.proto.asset.v1.FileRequest;
import org.tradeseal.proto.asset.v1.Registrant;
import org.tradeseal.proto.record.v1.ListRequest;
import org.tradeseal.proto.record.v1.Name;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;

class JsonMessagesTest {
    private static final ApiDescriptors API = ApiDescriptors.load();

    private static JsonNode json(String text) {
        return CanonicalJson.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    // One JSON number is one number, whether it was read as an int or written as a long.
    private static JsonNode again(JsonNode json) {
        return CanonicalJson.tree(CanonicalJson.bytes(json));
    }

    private static FileRequest.Builder filing() {
        return FileRequest.newBuilder()
                .setAssetClass(AssetClass.Value.DATA_IP)
                .setTitle(Name.newBuilder().setZh("港口靠泊数据"))
                .addRegistrants(Registrant.newBuilder().setParticipant("PTC-1").setShare("1"));
    }

    @Test
    void whatIsAbsentIsLeftOutAndListsAreWritten() {
        assertThat(JsonMessages.toJson(filing().build()))
                .isEqualTo(json("{'assetClass':'DATA_IP','title':{'zh':'港口靠泊数据'},'registrants':[{'participant':'PTC-1',"
                        + "'share':'1'}],'creators':[],'documents':[],'recipients':[]}"));
    }

    @Test
    void longNumbersAreJsonNumbers() {
        DataIpDetails details =
                DataIpDetails.newBuilder().setBytes(9_007_199_254_740_991L).build();
        assertThat(again(JsonMessages.toJson(details))).isEqualTo(json("{'records':0,'bytes':9007199254740991}"));
        FileRequest beyond = filing().setDetails(Details.newBuilder()
                        .setDataIp(DataIpDetails.newBuilder().setBytes(9_007_199_254_740_992L)))
                .build();
        assertThatThrownBy(() -> JsonMessages.toJson(beyond))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.field()).isEqualTo("/details/dataIp/bytes"));
    }

    @Test
    void presenceTellsFalseFromAbsent() {
        assertThat(JsonMessages.toJson(org.tradeseal.proto.asset.v1.DecideObjectionRequest.newBuilder()
                        .setUpheld(false)
                        .build()))
                .isEqualTo(json("{'upheld':false}"));
        assertThat(JsonMessages.toJson(org.tradeseal.proto.asset.v1.DecideObjectionRequest.getDefaultInstance()))
                .isEqualTo(json("{}"));
    }

    @Test
    void structsKeepIntegersAndRefuseFractions() {
        FileRequest whole = filing().setPrivate(Struct.newBuilder()
                        .putFields(
                                "pages", Value.newBuilder().setNumberValue(60).build()))
                .build();
        assertThat(again(JsonMessages.toJson(whole)).get("private")).isEqualTo(json("{'pages':60}"));
        FileRequest fraction = filing().setPrivate(Struct.newBuilder()
                        .putFields(
                                "rate", Value.newBuilder().setNumberValue(0.5).build()))
                .build();
        assertThatThrownBy(() -> JsonMessages.toJson(fraction))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.field()).isEqualTo("/private/rate"));
    }

    @Test
    void aNumberThatIsNoEnumValueIsRefused() {
        FileRequest unknown = filing().setAssetClassValue(77).build();
        assertThatThrownBy(() -> JsonMessages.toJson(unknown))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.field()).isEqualTo("/assetClass"));
    }

    @Test
    void mapsAreObjects() {
        assertThat(JsonMessages.toJson(
                        ListRequest.newBuilder().putFields("country", "SG").build()))
                .isEqualTo(json("{'fields':{'country':'SG'}}"));
    }

    @Test
    void jsonBecomesTheMessageAndBack() {
        JsonNode record = json("{'format':'tradeseal/record/1','id':'PTC-1','type':'participant','version':3,"
                + "'command':'00','actor':'PTC-2','custodial':true,'recordedAt':'2026-11-22T00:00:00Z',"
                + "'transactionId':'t','times':{'admittedAt':'2026-11-22T00:00:00Z'},'content':{'name':{'en':'A'},"
                + "'list':[1,'b',true,{'c':[]}]},'position':{'version':3,'block':9007199254740991,'transactionId':'t',"
                + "'recordedAt':'2026-11-22T00:00:00Z'}}");
        assertThat(again(
                        JsonMessages.toJson(JsonMessages.toMessage(record, API.message("tradeseal.record.v1.Record")))))
                .isEqualTo(record);
    }

    @Test
    void aMemberWithoutAFieldIsADriftAndNotDropped() {
        assertThatThrownBy(() -> JsonMessages.toMessage(json("{'nmae':1}"), API.message("tradeseal.record.v1.Name")))
                .isInstanceOf(IllegalStateException.class);
    }
}
