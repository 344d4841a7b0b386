namespace Marianne.Commands;

/// <summary>Completes the models of the newest recoveries.</summary>
public sealed class LearnedModelCompleter() : RecoveryCompleter(recovery => recovery.Model);
