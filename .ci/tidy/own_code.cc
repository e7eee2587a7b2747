// A module for clang-tidy: its checks look at what this tree declares and leave out what system headers do, of which
// nothing would be said anyway. That is what clangd does too, and two thirds of the time:
//
//   clang++-14 -std=c++17 -fno-rtti -fPIC -shared -I/usr/lib/llvm-14/include own_code.cc -o own_code.so
//   clang-tidy --load=own_code.so …
//
// Every check is asked and every finding in a file of ours is told as without it; what clang itself warns of is not
// touched. own_code_test.py holds both sides against each other.
#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/FrontendPluginRegistry.h>

#include <memory>
#include <string>
#include <vector>

namespace {

// Told of a translation unit before clang-tidy is.
class Narrow : public clang::ASTConsumer {
 public:
  void HandleTranslationUnit(clang::ASTContext& context) override {
    const auto& sources = context.getSourceManager();
    std::vector<clang::Decl*> ours;
    for (auto* declaration : context.getTranslationUnitDecl()->decls())
      if (!sources.isInSystemHeader(sources.getExpansionLoc(declaration->getLocation()))) ours.push_back(declaration);
    context.setTraversalScope(ours);
  }
};

class NarrowFirst : public clang::PluginASTAction {
 public:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    return std::make_unique<Narrow>();
  }
  bool ParseArgs(const clang::CompilerInstance&, const std::vector<std::string>&) override { return true; }
  ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<NarrowFirst> registered("own-code", "checks look at our own declarations");

}  // namespace
