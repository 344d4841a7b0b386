@{
    IncludeDefaultRules = $true

    ExcludeRules = @(
        # They look at one script block at a time: a function does not use its script's parameters, nor an It of
        # Pester the variables of its BeforeAll.
        'PSReviewUnusedParameter'
        'PSUseDeclaredVarsMoreThanAssignments'

        # PowerShell 7 reads UTF-8 without a byte order mark.
        'PSUseBOMForUnicodeEncodedFile'

        # A function of a script is no cmdlet: nobody calls it with -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
    )

    Rules = @{
        PSAvoidUsingCmdletAliases = @{ AllowList = @() }
        PSPlaceCloseBrace = @{ Enable = $true; NewLineAfter = $false }
        PSPlaceOpenBrace = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSUseConsistentIndentation = @{ Enable = $true; IndentationSize = 4; Kind = 'space' }
        PSUseConsistentWhitespace = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('7.0') }
        PSUseCorrectCasing = @{ Enable = $true; CheckCommands = $false }
    }
}
