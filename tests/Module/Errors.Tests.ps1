# Compares the errors of the module with the table of about_Marianne_Errors.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
    Import-Module "$root/Marianne.psd1"
    $ids = [enum]::GetNames([Marianne.MarianneError])
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # Read the rows of the table of error ids.
    $section = (Get-Content "$root/docs/en-US/about_Marianne_Errors.md" -Raw) -replace '(?s).*\n## Error ids\n(.*?)\n## .*', '$1'
    $rows = $section -split "`n" | Where-Object { $_ -like '|*' } | Select-Object -Skip 2 | ForEach-Object {
        $cells = $_.Trim('|') -split '\|' | ForEach-Object Trim
        [pscustomobject]@{
            Id = $cells[0]; Category = $cells[1]; Terminating = $cells[2]; Meaning = $cells[3]; Advice = $cells[4]
        }
    }

    $categoryOf = [Marianne.Commands.MarianneCmdlet].Assembly.GetType('Marianne.Commands.ErrorRecordFactory').GetMethod('CategoryOf')

    # Returns the error of a script block, and whether it terminated the cmdlet.
    function Get-Failure([scriptblock] $Script) {
        $ErrorActionPreference = 'Continue'
        $failure = $null
        try {
            $failure = & $Script 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1
            $isTerminating = $false
        } catch {
            $failure = $_
            $isTerminating = $true
        }

        [pscustomobject]@{
            Id = $failure.FullyQualifiedErrorId -replace ',.*'
            Category = "$($failure.CategoryInfo.Category)"
            Terminating = $isTerminating ? 'yes' : 'no'
            Target = $failure.TargetObject
            Message = "$failure"
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The row of <_> in about_Marianne_Errors' -ForEach $ids {
    BeforeAll {
        $id = [Marianne.MarianneError] $_
        $row = @($rows | Where-Object Id -CEQ $_)
    }

    It 'exists exactly once' {
        $row.Count | Should -Be 1
    }

    It 'has the category of the error' {
        $category = $categoryOf.Invoke($null, @($id))
        $category | Should -Not -Be NotSpecified
        $row.Category | Should -BeExactly "$category"
    }

    It 'says whether the error terminates the cmdlet' {
        $isTerminating = [Marianne.MarianneException]::new($id, '').IsStoreBroken -or $id -eq 'RecoveryGivenUp'
        $row.Terminating | Should -BeExactly ($isTerminating ? 'yes' : 'no')
    }

    It 'describes the meaning and the solution' {
        $row.Meaning, $row.Advice | Should -Match '^\w.+\.$'
    }
}

Describe 'The table of about_Marianne_Errors' {
    It 'has no row for an id that does not exist' {
        $rows.Id | Where-Object { $_ -notin [enum]::GetNames([Marianne.MarianneError]) } | Should -BeNullOrEmpty
    }

    It 'covers all errors, because only ErrorRecordFactory creates error records' {
        $sources = Get-ChildItem "$root/src/Marianne" -Recurse -Filter *.cs |
            Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' }
        $sources.Count | Should -BeGreaterThan 0
        $sources | Select-String -Pattern 'new ErrorRecord\b|\bErrorRecord\s+\w+\s*=\s*new\b' |
            Where-Object Filename -NE ErrorRecordFactory.cs |
            Should -BeNullOrEmpty
    }
}

Describe 'An error record' {
    BeforeAll {
        $store = Connect-Marianne -Path "$TestDrive/errors.db" -NoDefault
        $null = New-MarianneJob -Id there -TotalSheets 2 -Store $store
        Set-MarianneSheet there 1 Completed -Store $store
        $old = Get-MarianneJob there -Store $store
        Suspend-MarianneJob there -Store $store
        $closed = Connect-Marianne -InMemory -NoDefault
        Disconnect-Marianne $closed
        Set-Content "$TestDrive/text.db" ('This is no database. ' * 100)
        Set-Content "$TestDrive/half.yaml" 'name: [half'
        $null = New-Item "$TestDrive/folder" -ItemType Directory
        Set-Content "$TestDrive/folder/half.json" '{ "job_id": "half", '
        $damaged = Connect-Marianne "$TestDrive/folder" -NoDefault
        $replaced = Connect-Marianne "$TestDrive/replaced/" -NoDefault
        $null = Get-MarianneJob -Store $replaced
        Move-Item "$TestDrive/replaced" "$TestDrive/moved"
        $null = New-Item "$TestDrive/replaced" -ItemType Directory
    }

    AfterAll {
        $store, $damaged, $replaced | Disconnect-Marianne
    }

    It 'has the documented properties for <Id>' -ForEach @(
        @{ Id = 'JobNotFound'; Target = 'nowhere'; Script = { Get-MarianneJob nowhere -Store $store } }
        @{ Id = 'JobExists'; Target = 'there'; Script = { New-MarianneJob -Id there -TotalSheets 1 -Store $store } }
        @{ Id = 'InvalidJobId'; Target = "a`tb"; Script = { New-MarianneJob -Id "a`tb" -TotalSheets 1 -Store $store } }
        @{ Id = 'InvalidJob'; Script = { New-MarianneJob -Id new -TotalSheets 0 -Store $store } }
        @{ Id = 'InvalidSheet'; Script = { Set-MarianneSheet there 2 Failed -ErrorCategory bad_luck -Store $store } }
        @{ Id = 'SheetOutOfRange'; Target = 3; Script = { Get-MarianneSheet there 3 -Store $store } }
        @{ Id = 'SheetOutOfRange'; Target = 99; Script = { Get-MarianneExecution there 99 -Store $store } }
        @{ Id = 'InvalidTransition'; Script = { Set-MarianneSheet there 1 Completed -Store $store } }
        @{ Id = 'SaveConflict'; Target = 'there'; Script = { $old.Name = 'Other'; $old | Save-MarianneCheckpoint -Store $store } }
        @{ Id = 'NotLiveObject'; Script = { $old | ConvertTo-Deserialized -Depth 5 | Save-MarianneCheckpoint -Store $store } }
        @{ Id = 'ArtifactsNotFound'; Script = { Repair-MarianneJob lost -Workspace $TestDrive -TotalSheets 3 -Store $store } }
        @{ Id = 'OutputNotFound'; Target = 'none'; Script = { Get-MarianneOutput there -Name none -Store $store } }
        @{ Id = 'OutputFileFailed'; Script = {
                $written = Invoke-MarianneJob -Name large -Workspace $TestDrive -Store $store -Sheet {
                    Write-MarianneOutput large ('x' * 70000)
                }
                Set-Content (Get-MarianneOutput $written.Id -Store $store).Path 'changed'
                Get-MarianneOutput $written.Id -Store $store
            }
        }
        @{ Id = 'ApprovalNotFound'; Target = 'there'; Script = { Approve-MarianneSheet there -Store $store } }
        @{ Id = 'ApprovalAnswered'; Script = {
                $asking = New-AskingJob $TestDrive -Store $store
                Approve-MarianneSheet $asking.Id 1 -Store $store
                Deny-MarianneSheet $asking.Id 1 -Store $store
            }
        }
        @{ Id = 'ApprovalExpired'; Script = { Approve-MarianneSheet (New-AskingJob $TestDrive @{ timeout = 0.001 } $store).Id -Store $store } }
        @{ Id = 'ApprovalRequired'; Script = { Set-MarianneSheet (New-AskingJob $TestDrive -Store $store).Id 1 InProgress -Store $store } }
        @{ Id = 'InvalidParameter'; Script = { Copy-MarianneJob there $store -Store $store } }
        @{ Id = 'InvalidRecord'; Script = { Add-LearnedRecovery '' 1 $true -Store $store } }
        @{ Id = 'CircuitNotFound'; Target = 'none'; Script = { Get-MarianneCircuitBreaker none -Store $store } }
        @{ Id = 'ReportExists'; Target = { "$TestDrive/half.yaml" }; Script = {
                Export-MarianneReport "$TestDrive/half.yaml" -Id there -NoClobber -Store $store
            }
        }
        @{ Id = 'ReportFileFailed'; Target = { "$TestDrive/none/r.html" }; Script = {
                Export-MarianneReport "$TestDrive/none/r.html" -Id there -Store $store
            }
        }
        @{ Id = 'LimitNotFound'; Target = 'none'; Script = { Get-MarianneLimit none -Store $store } }
        @{ Id = 'WorkerNotFound'; Target = 'none'; Script = { Get-MarianneWorker none -Store $store } }
        @{ Id = 'InvalidItem'; Target = 'a'; Script = { 'a', 'a' | Invoke-MarianneJob -Name twice -ForEach { } -Store $store } }
        @{ Id = 'ScoreNotFound'; Target = { "$TestDrive/none.yaml" }; Script = { Import-MarianneScore "$TestDrive/none.yaml" } }
        @{ Id = 'ScoreUnreadable'; Target = { "$TestDrive/half.yaml" }; Script = { Import-MarianneScore "$TestDrive/half.yaml" } }
        @{ Id = 'ScoreInvalid'; Script = { @{ name = 'a' } | Import-MarianneScore } }
        @{ Id = 'ScoreExists'; Target = { "$TestDrive/half.yaml" }; Script = { New-MarianneScore -Path "$TestDrive/half.yaml" } }
        @{ Id = 'ScoreUnwritable'; Target = { "$TestDrive/no/a.yaml" }; Script = { New-MarianneScore -Path "$TestDrive/no/a.yaml" } }
        @{ Id = 'StoreNotFound'; Target = { "$TestDrive/none.db" }; Script = { Connect-Marianne "$TestDrive/none.db" -MustExist } }
        @{ Id = 'StoreReplaced'; Target = { "$TestDrive/replaced" }; Script = { Get-MarianneJob -Store $replaced } }
        @{ Id = 'NotAStore'; Target = { "$TestDrive/text.db" }; Script = { Connect-Marianne "$TestDrive/text.db" } }
        @{ Id = 'StoreCorrupt'; Target = { "$TestDrive/folder/half.json" }; Script = { Suspend-MarianneJob half -Store $damaged } }
        @{ Id = 'StoreClosed'; Script = { Get-MarianneJob -Store $closed } }
    ) {
        $failure = Get-Failure $Script
        $row = $rows | Where-Object Id -CEQ $Id
        $failure.Id | Should -BeExactly $Id
        $failure.Category | Should -BeExactly $row.Category
        $failure.Terminating | Should -Be $row.Terminating
        $failure.Message | Should -Match '\.$'
        if ($Target) {
            "$($failure.Target)" | Should -BeExactly "$($Target -is [scriptblock] ? (& $Target) : $Target)".Replace('/', [IO.Path]::DirectorySeparatorChar)
        }
    }

    It 'of Connect-Marianne always terminates the cmdlet' {
        (Get-Failure { Connect-Marianne -ConnectionString 'Database=none' }).Terminating | Should -Be yes
    }

    It 'of one input does not terminate the pipeline' {
        $jobs = 'nowhere', 'there' | Get-MarianneJob -Store $store -ErrorAction SilentlyContinue -ErrorVariable failed
        $jobs.Id | Should -Be there
        $failed.TargetObject | Should -Be nowhere
    }

    It 'contains an exception with the same id' {
        $failed = $null
        try {
            Connect-Marianne "$TestDrive/none.db" -MustExist
        } catch [Marianne.MarianneException] {
            $failed = $_
        }

        $failed.Exception.Error | Should -Be StoreNotFound
        $failed.FullyQualifiedErrorId | Should -BeExactly 'StoreNotFound,Marianne.Commands.ConnectMarianneCommand'
    }
}
