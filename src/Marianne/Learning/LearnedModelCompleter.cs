namespace Marianne.Commands;

/// <summary>Completes the models of the newest recoveries and of the rate limits in force.</summary>
public sealed class LearnedModelCompleter() : RecoveryCompleter(recovery => recovery.Model, limit => limit.Model);
