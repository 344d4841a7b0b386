# Recording outcomes, one by one and from a CSV file.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe 'Add-LearnedOutcome' {
    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'records an outcome without names and paths' {
        $given = @{
            Duration = 12.5; Status = 'Failed'; RetryCount = 2; SuccessWithoutRetry = $false; ValidationPassRate = 0.75
            Model = 'sonnet'; ErrorCodes = 'E101', 'E103'; StartedAt = [datetime]'2026-03-01 07:05'
        }
        $outcome = Add-LearnedOutcome nightly nightly-sheet12 /work/space/0 @given -PassThru
        $outcome.JobHash | Should -Be b885a47feb0c3503
        if (-not $IsWindows) {
            $outcome.WorkspaceHash | Should -Be 876ffdaf4785e7db
        }

        $outcome.SheetNumber, $outcome.RetryCount, $outcome.Duration.TotalSeconds | Should -Be 12, 2, 12.5
        $outcome.Status, $outcome.Model | Should -Be failed, sonnet
        $outcome.SuccessWithoutRetry | Should -BeFalse
        $outcome.ErrorCodes | Should -Be E101, E103
        [Math]::Round($outcome.ConfidenceScore, 9) | Should -Be 0.55
        $outcome.StartedAt | Should -Be $given.StartedAt
        $outcome.CompletedAt.Kind | Should -Be Local
        ([datetime]::Now - $outcome.CompletedAt).TotalSeconds | Should -BeLessThan 60
        (Get-LearnedOutcome).Id | Should -Be $outcome.Id
    }

    It 'infers SuccessWithoutRetry from the status and the retries: <Status>, <RetryCount>' -ForEach @(
        @{ Status = 'Completed'; RetryCount = 0; Expected = $true }
        @{ Status = 'Completed'; RetryCount = 1; Expected = $false }
        @{ Status = 'Failed'; RetryCount = 0; Expected = $false }
    ) {
        $outcome = Add-LearnedOutcome nightly 1 . -Status $Status -RetryCount $RetryCount -PassThru
        $outcome.SuccessWithoutRetry | Should -Be $Expected
        $outcome.ValidationPassRate | Should -Be 1
    }

    It 'resolves the workspace from the current location' {
        Push-Location $TestDrive
        try {
            $relative = Add-LearnedOutcome nightly 1 ./work -PassThru
        } finally {
            Pop-Location
        }

        $relative.WorkspaceHash | Should -Be (Add-LearnedOutcome nightly 1 "$TestDrive/work" -PassThru).WorkspaceHash
    }

    It 'accepts sheets from the pipeline' {
        $null = New-MarianneJob -Id sheets -TotalSheets 2
        Set-MarianneSheet sheets 1 Completed -Duration 5
        $outcome = Get-MarianneSheet sheets 1 | Add-LearnedOutcome -Workspace . -PassThru
        $outcome.SheetNumber, $outcome.Duration.TotalSeconds, $outcome.Status | Should -Be 1, 5, completed
        (Get-MarianneJob sheets | Get-LearnedOutcome).Id | Should -Be $outcome.Id
    }

    It 'writes nothing without -PassThru' {
        Add-LearnedOutcome nightly 1 . | Should -BeNullOrEmpty
    }

    It 'rejects <Because>, and records nothing' -ForEach @(
        @{ Because = 'a rate above 1'; Given = @{ ValidationPassRate = 1.01 } }
        @{ Because = 'a rate below 0'; Given = @{ ValidationPassRate = -0.01 } }
        @{ Because = 'a negative count'; Given = @{ RetryCount = -1 } }
        @{ Because = 'a model that is too long'; Given = @{ Model = 'm' * 257 } }
        @{ Because = 'a code that is too long'; Given = @{ ErrorCodes = 'E1', ('E' * 65) } }
        @{ Because = 'an empty job id'; Given = @{ JobId = '' } }
        @{ Because = 'an empty sheet id'; Given = @{ SheetId = '' } }
    ) {
        $all = @{ JobId = 'nightly'; SheetId = '1'; Workspace = '.' } + @{}
        foreach ($name in $Given.Keys) {
            $all[$name] = $Given[$name]
        }

        Add-LearnedOutcome @all -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRecord,*'
        $failure[0].CategoryInfo.Category | Should -Be InvalidData
        Get-LearnedOutcome | Should -BeNullOrEmpty
    }

    It 'rejects <Because>' -ForEach @(
        @{ Because = 'an empty workspace'; Workspace = '' }
        @{ Because = 'a path with a null character'; Workspace = "a`0b" }
        @{ Because = 'a path outside the file system'; Workspace = 'env:PATH' }
    ) {
        Add-LearnedOutcome nightly 1 $Workspace -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }
}

Describe 'A CSV file of outcomes' {
    BeforeAll {
        $header = 'JobId,SheetId,Workspace,Duration,Status,RetryCount,SuccessWithoutRetry,ValidationPassRate,Model,ErrorCodes,StartedAt'
    }

    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'can have all columns' {
        $header, 'nightly,nightly-sheet7,/work,12.5,completed,2,False,0.5,sonnet,"E101;E103",2026-03-01T07:05:00Z' |
            ConvertFrom-Csv | Add-LearnedOutcome
        $outcome = Get-LearnedOutcome
        $outcome.Duration.TotalSeconds, $outcome.RetryCount, $outcome.ValidationPassRate | Should -Be 12.5, 2, 0.5
        $outcome.SuccessWithoutRetry | Should -BeFalse
        $outcome.ErrorCodes | Should -Be E101, E103
        $outcome.StartedAt.ToUniversalTime() | Should -Be ([datetime]'2026-03-01 07:05')
    }

    It 'can have empty cells' {
        $header, 'nightly,7,/work,,,,,,,,' | ConvertFrom-Csv | Add-LearnedOutcome
        $outcome = Get-LearnedOutcome
        $outcome.Status, $outcome.RetryCount, $outcome.ValidationPassRate | Should -Be completed, 0, 1
        $outcome.Model | Should -BeNullOrEmpty
        $outcome.ErrorCodes | Should -BeNullOrEmpty
    }

    It 'can have an invalid <Column>: the error states the record, and the other records are written' -ForEach @(
        @{ Column = 'Duration'; Cell = 'abc' }, @{ Column = 'Duration'; Cell = '-1' }, @{ Column = 'Duration'; Cell = 'NaN' }
        @{ Column = 'Status'; Cell = 'singing' }, @{ Column = 'Status'; Cell = '7' }
        @{ Column = 'RetryCount'; Cell = '1.5' }, @{ Column = 'RetryCount'; Cell = '-1' }
        @{ Column = 'SuccessWithoutRetry'; Cell = 'maybe' }
        @{ Column = 'ValidationPassRate'; Cell = '0,5' }, @{ Column = 'ValidationPassRate'; Cell = '1.5' }
        @{ Column = 'ErrorCodes'; Cell = 'E' * 65 }
        @{ Column = 'StartedAt'; Cell = 'yesterday' }
        @{ Column = 'JobId'; Cell = '' }, @{ Column = 'SheetId'; Cell = '' }
    ) {
        $rows = $header, 'nightly,1,/work,,,,,,,,', 'nightly,2,/work,,,,,,,,', 'nightly,3,/work,,,,,,,,' | ConvertFrom-Csv
        $rows[1].$Column = $Cell
        $rows | Add-LearnedOutcome -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        "$($failure[0])" | Should -BeLike '*Record 2: *'
        "$($failure[0])" | Should -BeLike "*$Column*"
        (Get-LearnedOutcome).SheetNumber | Should -Be 3, 1
    }

    It 'can be long: each record is written once, in the order of the file, while the next ones are read' {
        Connect-Marianne "$TestDrive/long.db"
        $rows = 1..3500 | ForEach-Object { [pscustomobject]@{ JobId = 'nightly'; SheetId = $_; Workspace = '/work' } }
        $outcomes = $rows | Add-LearnedOutcome -PassThru
        $outcomes.SheetNumber | Should -Be (1..3500)
        (Measure-LearnedOutcome).TotalExecutions | Should -Be 3500
        (Get-LearnedOutcome).Id | Sort-Object | Should -Be ($outcomes.Id | Sort-Object)
    }

    It 'has no influence on the error of a later argument' {
        1, 2 | ForEach-Object { [pscustomobject]@{ Duration = 'bad' } } | Add-LearnedRecovery -ErrorAction SilentlyContinue
        $failure = { Add-LearnedOutcome nightly 1 . -Duration abc } | Should -Throw -PassThru
        "$failure" | Should -BeLike "*'abc' is not a valid duration*"
        "$failure" | Should -Not -BeLike '*Record*'
    }
}
