namespace Marianne.Commands;

/// <summary>Completes models that somebody recovered with.</summary>
public sealed class LearnedModelCompleter() : RecoveryCompleter(recovery => recovery.Model);
