using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the outcome categories of sheets.</summary>
public sealed class OutcomeCategoryCompleter() : WordCompleter(OutcomeCategories.All);
