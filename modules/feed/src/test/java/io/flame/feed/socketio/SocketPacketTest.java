package io.flame.feed.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPacketTest {

    @Test
    void readsAConnectWithItsAuth() {
        SocketPacket packet = SocketPacket.parse("0{\"token\":\"abc\"}").orElseThrow();
        assertThat(packet.type()).isEqualTo(SocketPacket.CONNECT);
        assertThat(packet.isForRoot()).isTrue();
        assertThat(packet.payload().path("token").asText()).isEqualTo("abc");
    }

    @Test
    void readsAConnectWithoutAuth() {
        assertThat(SocketPacket.parse("0").orElseThrow().payload().isMissingNode())
                .isTrue();
    }

    @Test
    void readsAnEventWithNamespaceAndAckId() {
        SocketPacket packet =
                SocketPacket.parse("2/admin,12[\"typing\",{\"typing\":true}]").orElseThrow();
        assertThat(packet.namespace()).isEqualTo("/admin");
        assertThat(packet.ackId()).isEqualTo("12");
        assertThat(packet.event()).isEqualTo("typing");
        assertThat(packet.argument().path("typing").asBoolean()).isTrue();
    }

    @Test
    void readsANamespaceWithNothingBehindIt() {
        assertThat(SocketPacket.parse("1/admin").orElseThrow().namespace()).isEqualTo("/admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "5", "6-", "51-[\"binary\"]", "2[", "2[\"a\"]x", "2{\"a\":1,\"a\":2}", "0{\"token\":}"})
    void takesNothingElseForAPacket(String text) {
        assertThat(SocketPacket.parse(text)).isEmpty();
    }

    @Test
    void takesDeepNestingForNoPacket() {
        assertThat(SocketPacket.parse("2" + "[".repeat(10_000))).isEmpty();
    }

    @Test
    void saysWhyAClientIsRefused() {
        assertThat(SocketPacket.refused("/", "Token inválido", "token_invalid", 401))
                .isEqualTo("4{\"message\":\"Token inválido\",\"data\":{\"code\":\"token_invalid\",\"status\":401}}");
        assertThat(SocketPacket.refused("/x", "m", "c", 1)).startsWith("4/x,{");
    }

    @Test
    void acknowledges() {
        assertThat(SocketPacket.ack("7", Json.mapper().createObjectNode().put("ok", true)))
                .isEqualTo("37[{\"ok\":true}]");
    }
}
