package io.flame.kernel;

/** Every kind of refusal the API knows, with its HTTP status and its sentence in the two languages of the product. */
public enum ProblemCode {
    BAD_REQUEST(400, "La solicitud no se entiende", "The request cannot be understood"),
    MALFORMED_JSON(400, "El cuerpo no es JSON válido", "The body is not valid JSON"),
    INVALID_CURSOR(400, "El cursor no es válido", "The cursor is not valid"),
    TOKEN_REQUIRED(401, "Token de acceso requerido", "Access token required"),
    TOKEN_INVALID(401, "Token inválido", "Invalid token"),
    CREDENTIALS_INVALID(401, "Credenciales inválidas", "Invalid credentials"),
    OTP_REQUIRED(401, "Se requiere el código de verificación", "Verification code required"),
    SIGNATURE_INVALID(401, "Firma inválida", "Invalid signature"),
    /** The tenant's plan allows no more; told apart from a missing right by the status alone. */
    QUOTA_EXCEEDED(402, "El plan de su empresa no permite más", "Your business's plan allows no more"),
    FORBIDDEN(403, "No tiene permiso para esta operación", "You may not do this"),
    TENANT_SUSPENDED(403, "La cuenta de su empresa está suspendida", "Your business's account is suspended"),
    NOT_FOUND(404, "No encontrado", "Not found"),
    METHOD_NOT_ALLOWED(405, "Método no permitido", "Method not allowed"),
    NOT_ACCEPTABLE(406, "Formato de respuesta no disponible", "Response format not available"),
    CONFLICT(409, "La operación choca con el estado actual", "The operation conflicts with the current state"),
    PRECONDITION_FAILED(412, "El recurso ha cambiado desde que se leyó", "The resource has changed since it was read"),
    BODY_TOO_LARGE(413, "El cuerpo es demasiado grande", "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Tipo de contenido no admitido", "Unsupported content type"),
    INVALID(422, "Datos inválidos", "Invalid data"),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "La clave de idempotencia ya se usó con otro contenido",
            "The idempotency key was used with another body"),
    RATE_LIMITED(429, "Demasiadas solicitudes desde esta IP", "Too many requests from this address"),
    INTERNAL(500, "Error interno", "Internal error"),
    UNAVAILABLE(
            503, "Servicio no disponible, inténtelo más tarde", "The service is not available, please try again later");

    private final int status;
    private final String spanish;
    private final String english;

    ProblemCode(int status, String spanish, String english) {
        this.status = status;
        this.spanish = spanish;
        this.english = english;
    }

    public int status() {
        return status;
    }

    /** The sentence for people. {@code language} is a primary subtag; anything but {@code en} gets Spanish. */
    public String sentence(String language) {
        return "en".equals(language) ? english : spanish;
    }

    /** The word for programs, as it stands in {@code code}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
