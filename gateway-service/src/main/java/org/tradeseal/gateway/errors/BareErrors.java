package org.tradeseal.gateway.errors;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** What the servlet container refuses before a controller sees it, told in the same form as every other refusal. */
@RestController
class BareErrors implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Refusal refusal = refusal(status instanceof Integer code ? code : 404, request.getMethod());
        return ProblemHandler.answer(refusal, refusal, request);
    }

    /** The refusal behind a bare status. */
    static Refusal refusal(int status, String method) {
        return switch (status) {
            case 404 -> new Refusal(ErrorCode.NOT_FOUND, "There is nothing at this address.", "此地址没有内容。");
            case 405 ->
                new Refusal(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        method + " is not allowed at this address.",
                        "此地址不支持 " + method + "。");
            case 408 -> new Refusal(ErrorCode.TOO_SLOW, "The request did not arrive in time.", "请求未及时到达。");
            case 413 -> new Refusal(ErrorCode.TOO_LARGE, "The body exceeds the limit.", "请求体超过上限。");
            default ->
                status < 500
                        ? new Refusal(ErrorCode.MALFORMED, "The request cannot be read.", "无法读取该请求。")
                        : new Refusal(ErrorCode.INTERNAL, "The registry met an error of its own.", "系统内部发生错误。");
        };
    }
}
