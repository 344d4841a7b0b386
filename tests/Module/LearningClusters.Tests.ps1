# Assigning workspaces to clusters.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe 'Set-WorkspaceCluster' {
    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'accepts folders, and stores the hashes of their paths' {
        1..3 | ForEach-Object { $null = New-Item "$TestDrive/spaces/space$_" -ItemType Directory -Force }
        $clusters = Get-ChildItem "$TestDrive/spaces" -Directory | Set-WorkspaceCluster -ClusterId etl -PassThru
        $clusters.ClusterId | Should -Be etl, etl, etl
        $clusters.WorkspaceHash | Select-Object -Unique | Should -HaveCount 3
        (Get-WorkspaceCluster "$TestDrive/spaces/space2").WorkspaceHash | Should -Be $clusters[1].WorkspaceHash
        (Get-WorkspaceCluster -ClusterId etl).Count | Should -Be 3
    }

    It 'accepts a folder that does not exist, a path, a hash, and rows of a CSV file' {
        Set-WorkspaceCluster /work/space/0 one
        '/work/space/1' | Set-WorkspaceCluster -ClusterId two
        Set-WorkspaceCluster -WorkspaceHash 1524e1c878fd2b7a -ClusterId three
        'Workspace,ClusterId', '/work/space/4,four' | ConvertFrom-Csv | Set-WorkspaceCluster
        'WorkspaceHash,ClusterId', '1524e1c878fd2b7b,five' | ConvertFrom-Csv | Set-WorkspaceCluster
        (Get-WorkspaceCluster /work/space/0).ClusterId | Should -Be one
        (Get-WorkspaceCluster -WorkspaceHash 1524e1c878fd2b7a).ClusterId | Should -Be three
        (Get-WorkspaceCluster /work/space/4).ClusterId | Should -Be four
        (Get-WorkspaceCluster -WorkspaceHash 1524e1c878fd2b7b).ClusterId | Should -Be five
    }

    It 'replaces the cluster of a workspace, and the last assignment wins' {
        [pscustomobject]@{ Workspace = '/w'; ClusterId = 'a' }, [pscustomobject]@{ Workspace = '/w'; ClusterId = 'b' } | Set-WorkspaceCluster
        (Get-WorkspaceCluster /w).ClusterId | Should -Be b
        Get-WorkspaceCluster -ClusterId a | Should -BeNullOrEmpty
    }

    It 'rejects <Because>, and writes the other records' -ForEach @(
        @{ Because = 'an invalid hash'; Bad = @{ WorkspaceHash = 'nohash'; ClusterId = 'etl' } }
        @{ Because = 'a hash in upper case'; Bad = @{ WorkspaceHash = '1524E1C878FD2B7A'; ClusterId = 'etl' } }
        @{ Because = 'an empty cluster id'; Bad = @{ WorkspaceHash = '1524e1c878fd2b7a'; ClusterId = '' } }
        @{ Because = 'a cluster id that is too long'; Bad = @{ WorkspaceHash = '1524e1c878fd2b7a'; ClusterId = 'c' * 257 } }
    ) {
        [pscustomobject] $Bad, [pscustomobject]@{ WorkspaceHash = '876ffdaf4785e7db'; ClusterId = 'good' } |
            Set-WorkspaceCluster -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRecord,*'
        "$($failure[0])" | Should -BeLike 'Record 1: *'
        (Get-WorkspaceCluster -ClusterId good).WorkspaceHash | Should -Be 876ffdaf4785e7db
        Get-WorkspaceCluster -ClusterId etl | Should -BeNullOrEmpty
    }
}
