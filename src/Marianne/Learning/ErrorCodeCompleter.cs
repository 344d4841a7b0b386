namespace Marianne.Commands;

/// <summary>Completes codes of errors that somebody recovered from.</summary>
public sealed class ErrorCodeCompleter() : RecoveryCompleter(recovery => recovery.ErrorCode);
