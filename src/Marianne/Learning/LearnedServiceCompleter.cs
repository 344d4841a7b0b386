namespace Marianne.Commands;

/// <summary>Completes the services of the newest recoveries and of the rate limits in force.</summary>
public sealed class LearnedServiceCompleter() : RecoveryCompleter(recovery => recovery.Service, limit => limit.Service);
