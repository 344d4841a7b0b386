using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the error categories of sheets.</summary>
public sealed class ErrorCategoryCompleter() : WordCompleter(ErrorCategories.All);
