using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the kinds of outcome of a sheet.</summary>
public sealed class OutcomeCategoryCompleter() : WordCompleter(OutcomeCategories.All);
