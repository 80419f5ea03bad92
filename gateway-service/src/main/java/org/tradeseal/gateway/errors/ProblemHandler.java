package org.tradeseal.gateway.errors;

import jakarta.servlet.http.HttpServletRequest;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The one place that turns what went wrong into an answer of the REST API. */
@RestControllerAdvice
public class ProblemHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final MediaType PROBLEM = MediaType.parseMediaType(Problem.MEDIA_TYPE);

    /** The client is gone: there is nobody to answer. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void handle(AsyncRequestNotUsableException gone) {
        LOG.debug("a client left before its answer ended", gone);
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<byte[]> handle(Exception thrown, HttpServletRequest request) {
        return answer(refusal(thrown), thrown, request);
    }

    /** The refusal that describes an exception; what is none of the caller's doing is INTERNAL. */
    public static Refusal refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
            if (cause instanceof SQLException sql) {
                Optional<Refusal> storage = DatabaseRefusals.of(sql);
                if (storage.isPresent()) {
                    return storage.get();
                }
            }
            if (cause instanceof SocketTimeoutException) {
                return new Refusal(ErrorCode.TOO_SLOW, "Nothing more came of the body.", "请求体未再到达。");
            }
            if (cause instanceof RejectedExecutionException) {
                return new Refusal(
                        ErrorCode.UNAVAILABLE, "As many streams are open as the gateway serves.", "打开的流已达网关上限。");
            }
        }
        if (thrown instanceof NoResourceFoundException || thrown instanceof NoHandlerFoundException) {
            return new Refusal(ErrorCode.NOT_FOUND, "There is nothing at this address.", "此地址没有内容。");
        }
        if (thrown instanceof HttpRequestMethodNotSupportedException e) {
            return new Refusal(
                    ErrorCode.METHOD_NOT_ALLOWED,
                    e.getMethod() + " is not allowed at this address.",
                    "此地址不支持 " + e.getMethod() + "。");
        }
        if (thrown instanceof HttpMediaTypeNotSupportedException e) {
            return new Refusal(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body's media type is " + e.getContentType() + "; accepted: " + e.getSupportedMediaTypes()
                            + ".",
                    "请求体媒体类型为 " + e.getContentType() + "；可接受：" + e.getSupportedMediaTypes() + "。");
        }
        if (thrown instanceof HttpMediaTypeNotAcceptableException) {
            return new Refusal(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The answer is not available in the accepted types.",
                    "无法以所接受的类型作答。");
        }
        if (thrown instanceof MaxUploadSizeExceededException) {
            return new Refusal(ErrorCode.TOO_LARGE, "The upload exceeds the limit.", "上传内容超过上限。");
        }
        if (thrown instanceof MissingServletRequestPartException e) {
            return new Refusal(
                            ErrorCode.FIELD_REQUIRED,
                            "The multipart part " + e.getRequestPartName() + " is missing.",
                            "缺少 multipart 部分 " + e.getRequestPartName() + "。")
                    .at("/" + e.getRequestPartName());
        }
        if (thrown instanceof HttpMessageNotReadableException) {
            return new Refusal(ErrorCode.MALFORMED, "The body is missing or cannot be read.", "缺少请求体，或无法读取。");
        }
        if (thrown instanceof MultipartException) {
            return new Refusal(ErrorCode.MALFORMED, "The multipart body cannot be read.", "无法读取 multipart 请求体。");
        }
        if (thrown instanceof MethodArgumentTypeMismatchException e) {
            return new Refusal(
                            ErrorCode.MALFORMED,
                            "The parameter " + e.getName() + " is malformed.",
                            "参数 " + e.getName() + " 格式有误。")
                    .at("/" + e.getName());
        }
        if (thrown instanceof ServletRequestBindingException) {
            return new Refusal(ErrorCode.MALFORMED, "A parameter or header is missing.", "缺少参数或请求头。");
        }
        return new Refusal(ErrorCode.INTERNAL, "The registry met an error of its own.", "系统内部发生错误。");
    }

    /** The answer to a refused request. */
    public static ResponseEntity<byte[]> answer(Refusal refusal, Throwable thrown, HttpServletRequest request) {
        String instance = "urn:uuid:" + UUID.randomUUID();
        if (refusal.code() == ErrorCode.INTERNAL) {
            LOG.error("{} {} {}", instance, request.getMethod(), request.getRequestURI(), thrown);
        }
        Problem problem = Problem.of(refusal, language(request), instance);
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(PROBLEM);
        headers.set(HttpHeaders.CONTENT_LANGUAGE, language(request));
        switch (refusal.code().kind()) {
            case UNAVAILABLE, OVER_QUOTA, OUTCOME_UNKNOWN, RETRYABLE -> headers.set(HttpHeaders.RETRY_AFTER, "1");
            case UNAUTHENTICATED -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tradeseal\"");
            default -> {}
        }
        return ResponseEntity.status(problem.status()).headers(headers).body(CanonicalJson.bytes(problem));
    }

    /** {@code zh} or {@code en}, whichever {@code Accept-Language} prefers. */
    public static String language(HttpServletRequest request) {
        return request.getLocale().getLanguage().equals("zh") ? "zh" : "en";
    }
}
