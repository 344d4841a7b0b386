using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the kinds of failure of a sheet.</summary>
public sealed class ErrorCategoryCompleter() : WordCompleter(ErrorCategories.All);
