package org.tradeseal.gateway.receipt;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds the receipt to the answer of a write that came with {@code Prefer: receipt} (RFC 7240), as its member
 * {@code receipt}. Where there is none in time, the answer goes without it and without {@code Preference-Applied}.
 */
@ControllerAdvice
class ReceiptInAnswer implements ResponseBodyAdvice<byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptInAnswer.class);
    private static final String PREFER = "Prefer";

    private final Receipts receipts;

    ReceiptInAnswer(Receipts receipts) {
        this.receipts = receipts;
    }

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return ByteArrayHttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public byte @Nullable [] beforeBodyWrite(
            byte @Nullable [] body,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body == null || !isAskedFor(request) || !type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
            return body;
        }
        HttpServletRequest servlet = ((ServletServerHttpRequest) request).getServletRequest();
        Caller caller = (Caller) servlet.getAttribute(Caller.class.getName());
        JsonNode answer = CanonicalJson.tree(body);
        boolean written =
                caller != null && answer.isObject() && answer.path("position").isObject();
        if (!written) {
            return body;
        }
        try {
            Receipt receipt = receipts.of(
                    caller,
                    new RecordId(answer.path("id").asString("")),
                    answer.at("/position/version").asInt(),
                    null);
            ((ObjectNode) answer).set("receipt", receipt.json());
            response.getHeaders().set("Preference-Applied", "receipt");
            return CanonicalJson.bytes(answer);
        } catch (Refusal notYet) {
            LOG.debug(
                    "A write is answered without its receipt: {}",
                    notYet.detail().en());
            return body;
        }
    }

    private static boolean isAskedFor(ServerHttpRequest request) {
        List<String> preferences = request.getHeaders().getOrEmpty(PREFER);
        return HttpMethod.POST.equals(request.getMethod())
                && preferences.stream().anyMatch(p -> p.contains("receipt"));
    }
}
