using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the ways in which a process ends.</summary>
public sealed class ExitReasonCompleter() : WordCompleter(ExitReasons.All);
