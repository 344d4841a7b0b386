using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the exit reasons of processes.</summary>
public sealed class ExitReasonCompleter() : WordCompleter(ExitReasons.All);
