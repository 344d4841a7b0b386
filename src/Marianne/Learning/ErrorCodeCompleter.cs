namespace Marianne.Commands;

/// <summary>Completes the error codes of the newest recoveries.</summary>
public sealed class ErrorCodeCompleter() : RecoveryCompleter(recovery => recovery.ErrorCode);
